import Type from 'typebox';
import type { Static } from 'typebox';
import { accountCodes, accountPlaces } from '../account.ts';
import { closed } from '../encodings.ts';
import { named, Time } from './named.ts';

const Name = Type.String({ description: '`github:alice` or `domain:example.org`' });
const AccountRef = Type.String({
  minLength: 1,
  maxLength: 255,
  description:
    'as in `also_known_as`: `github:alice`, `https://github.com/alice`, `domain:example.org`, `https://example.org`',
});
const gistPattern = '^(https://gist\\.github\\.com/([A-Za-z0-9_-]{1,60}/)?)?[0-9A-Fa-f]{5,64}/?$';
const Place = Type.Enum([...accountPlaces], { type: 'string' });

/** An account elsewhere, as this node saw it last. */
export const Account = Type.Object(
  {
    account: Name,
    proven: Type.Boolean({ description: 'shown, and used by the gate; never part of a verdict or a weight' }),
    state: Type.Enum(['proven', 'unreachable', 'failed', 'unchecked'], {
      type: 'string',
      description: 'of the last look; while it is unreachable an older proof stands for thirty days',
    }),
    checked_at: Type.Optional(Time),
    proven_at: Type.Optional(Time),
    code: Type.Optional(Type.Enum([...accountCodes], { type: 'string', description: 'why it is not proven' })),
    detail: Type.Optional(Type.String()),
    place: Type.Optional({ ...Place, description: 'where the statement stood' }),
    number: Type.Optional(Type.Integer({ description: "GitHub's number of the account" })),
  },
  { $id: 'Account' },
);
export type Account = Static<typeof Account>;

export const StatementRequest = Type.Object({ account: AccountRef }, closed);
export type StatementRequest = Static<typeof StatementRequest>;

export const StatementAnswer = Type.Object(
  {
    account: Name,
    statement: Type.String({ description: 'a compact JWS: the text to put up' }),
    number: Type.Optional(Type.Integer({ description: "GitHub's number of the account, which the statement names" })),
    named: Type.Boolean({
      description: "whether the rig's document names the account: it must, for the proof to count",
    }),
    places: Type.Array(Type.Object({ place: Place, where: Type.String() }), { description: 'one is enough' }),
  },
  { $id: 'StatementAnswer' },
);
export type StatementAnswer = Static<typeof StatementAnswer>;

export const CheckRequest = Type.Object(
  {
    account: Type.Optional(AccountRef),
    gist: Type.Optional(
      Type.String({ pattern: gistPattern, maxLength: 255, description: 'id or URL of the gist with the statement' }),
    ),
  },
  closed,
);
export type CheckRequest = Static<typeof CheckRequest>;

export const AccountsAnswer = Type.Object({ accounts: Type.Array(named(Account)) }, { $id: 'AccountsAnswer' });
export type AccountsAnswer = Static<typeof AccountsAnswer>;
