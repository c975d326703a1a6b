import { text, token } from './builders.ts';
import type { Case } from '../template.ts';

/** What the text alone shows. */

const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const headerOf = (members: string): string => `{"alg":"EdDSA","typ":"wasteland-event+jwt","kid":"${kid}"${members}}`;
const deep = `{"a":${'['.repeat(16)}${']'.repeat(16)}}`;

export const texts: Case[] = [
  {
    ...text('not_ascii', 'a character outside ASCII', 'e30.e30.é'),
    notInLogs: 'a log with such a text does not extend',
  },
  { ...text('too_long', '16,001 characters', 'e'.repeat(16_001)), notInLogs: 'a log with such a text does not extend' },
  text('not_compact', 'two parts', 'e30.e30'),
  text('not_base64url', 'padding', 'e30=.e30.e30'),
  token('bad_utf8', 'bad_utf8', 'a byte that begins no character', { payloadHex: '7bff7d' }),
  token('bad_json', 'bad_json', 'a list where one object should be', { payloadText: '[]' }),
  token('bad_json_header', 'bad_json', 'a header that ends too early', { headerText: '{"alg":"EdDSA"' }),
  token('too_deep', 'too_deep', 'depth 17', { payloadText: deep }),
  token('unsafe_number', 'unsafe_number', '2^53 + 1', { payloadText: '{"a":9007199254740993}' }),
  token('lone_surrogate', 'lone_surrogate', 'half a pair', { payloadText: '{"a":"\\ud800"}' }),
  token('forbidden_key', 'forbidden_key', '__proto__, escaped', { payloadText: '{"\\u005f_proto__":1}' }),
  token('duplicate_key', 'duplicate_key', 'one key twice, once escaped', { payloadText: '{"a":1,"\\u0061":1}' }),
  token('duplicate_key_header', 'duplicate_key', 'in the header', { headerText: headerOf(',"alg":"EdDSA"') }),
  token('unknown_header', 'unknown_header', 'a key that the token brings itself', { header: { jwk: '$jwk:nobody' } }),
  token('wrong_alg', 'wrong_alg', 'no signature at all', { header: { alg: 'none' } }),
  token('wrong_typ', 'wrong_typ', 'a type that there isn’t', { header: { typ: 'JWT' } }),
  token('wrong_typ_checkpoint', 'wrong_typ', 'a checkpoint as an entry', { typ: 'checkpoint' }),
  token('wrong_typ_view', 'wrong_typ', 'a view as an entry', { typ: 'view' }),
  token('wrong_kid', 'wrong_kid', 'no thumbprint', { header: { kid: 'me' } }),
];
