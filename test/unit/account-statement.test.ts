import t from 'tap';
import { accountsNamed, readAccount } from '../../src/domain/account-name.ts';
import { readStatement, signStatement, tokensIn } from '../../src/identity/account-statement.ts';
import { judgeStatements } from '../../src/identity/judge-statement.ts';
import type { Expected } from '../../src/identity/judge-statement.ts';
import { readToken } from '../../src/identity/strict-jws.ts';
import { accountTyp } from '../../src/wire/account.ts';
import { keyNamed, tokenOf } from '../support/signing.ts';

const key = keyNamed('alice');
const other = keyNamed('mallory');
const rig = keyNamed('the id of alice').kid;
const stranger = keyNamed('the id of mallory').kid;
const now = 1_800_000_000;

const expected: Expected = { rig, account: 'github:alice', number: 17, keys: { [key.kid]: key.x }, now };
const said = { iss: rig, account: 'github:alice', number: 17, iat: now - 60 };

/** A token of any parts, made without the code that is tested. */
function statement(payload: object | string = said, header: object = {}, by = key): string {
  return tokenOf({ typ: 'event', payload, key: by, header: { typ: accountTyp, ...header } });
}

/** `ok`, or why none of these proves it. */
function judged(texts: string | string[], changes: Partial<Expected> = {}): string {
  const result = judgeStatements([texts].flat(), { ...expected, ...changes });
  return result.ok ? 'ok' : result.code;
}

t.test('accounts that can be proven, in every form', async (t) => {
  for (const uri of ['github:alice', 'github:Alice', 'https://github.com/Alice', 'https://github.com/alice/']) {
    t.strictSame(readAccount(uri), { kind: 'github', name: 'github:alice', login: 'alice' }, uri);
  }
  t.match(readAccount('https://gist.github.com/alice/AA5a315d61ae9438b18d'), {
    name: 'github:alice',
    gist: 'aa5a315d61ae9438b18d',
  });
  t.strictSame(readAccount('https://Example.org/'), {
    kind: 'domain',
    name: 'domain:example.org',
    host: 'example.org',
  });
  t.match(readAccount('domain:bücher.example'), { name: 'domain:xn--bcher-kva.example' });
  t.match(readAccount('domain:localhost:8080'), { name: 'domain:localhost:8080', host: 'localhost', port: '8080' });
  for (const uri of [
    '',
    'github:',
    'github:-a',
    'github:a/b',
    `github:${'a'.repeat(40)}`,
    'https://github.com/alice/board',
    'http://example.org',
    'https://example.org/alice',
    'https://alice@example.org',
    'domain:example.org?x',
    'domain:a..b',
    'domain:[::1]',
    'domain:_x.example.org',
    `domain:${'a.'.repeat(130)}org`,
    'mailto:alice@example.org',
  ]) {
    t.equal(readAccount(uri), undefined, uri);
  }
  const named = accountsNamed([
    'github:alice',
    'mailto:x',
    'https://gist.github.com/Alice/abcdef12',
    'domain:a.example',
  ]);
  t.match(named, [{ name: 'github:alice', gist: 'abcdef12' }, { name: 'domain:a.example' }]);
  t.equal(named.length, 2);
});

t.test('a statement is read as strictly as an entry, and is none', async (t) => {
  const text = signStatement(said, key);
  t.match(readStatement(text), { ok: true, statement: said, token: { kid: key.kid } });
  t.equal(text, statement(), 'Ed25519 is deterministic');
  t.match(readToken(text), { ok: false, code: 'wrong_typ' }, 'no log and no door takes it');
  t.match(readStatement(statement(said, { typ: 'wasteland-event+jwt' })), { ok: false, code: 'wrong_typ' });
  t.match(readStatement(statement(said, { jku: 'https://evil.example' })), { ok: false, code: 'unknown_header' });
  t.match(readStatement(statement(`{"iss":"${rig}","iss":"${rig}"}`)), { ok: false, code: 'duplicate_key' });
  for (const payload of [
    { ...said, more: 1 },
    { ...said, iat: -1 },
    { ...said, number: 0 },
    { iss: rig, iat: now },
  ]) {
    t.match(readStatement(statement(payload)), { ok: false, code: 'schema' }, JSON.stringify(payload));
  }
});

t.test('what proves an account, and what does not', async (t) => {
  t.equal(judged(statement()), 'ok');
  t.equal(judged([]), 'no_statement');
  t.equal(judged('nonsense'), 'not_a_statement');
  t.equal(judged(statement({ ...said, iss: stranger })), 'other_rig');
  t.equal(judged(statement({ ...said, account: 'github:mallory' })), 'other_account');
  t.equal(judged(statement({ ...said, account: 'domain:alice' })), 'other_account');
  t.equal(judged(statement(said, {}, other)), 'key_not_in_force', 'a key that is none of the rig');
  t.equal(judged(statement(), { keys: {} }), 'key_not_in_force', 'or is none any more');
  t.equal(judged(statement(said, { kid: key.kid }, other)), 'bad_signature');
  t.equal(judged(statement({ ...said, iat: now + 601 })), 'not_yet');
  t.equal(judged(statement({ ...said, iat: now + 599 })), 'ok', 'clocks differ');
});

t.test('a login that was taken by somebody else', async (t) => {
  const { number: _, ...unnumbered } = said;
  t.equal(judged(statement(), { number: 18 }), 'other_number', 'the old statement put up by its new holder');
  t.equal(judged(statement(unnumbered), { number: 18, keptNumber: 17 }), 'other_number');
  t.equal(judged(statement(unnumbered), { number: 18 }), 'ok', 'nobody knew the old one');
  t.equal(judged(statement({ ...said, number: 18 }), { number: 18, keptNumber: 17 }), 'ok', 'signed for the new one');
  const { number: __, ...noNumber } = { ...expected, account: 'domain:alice.example' };
  const about = { ...said, account: 'domain:alice.example' };
  t.equal(judgeStatements([statement(about)], noNumber).ok, false, 'a domain has no number');
});

t.test('of many texts the newest good one counts, else the nearest says what is wrong', async (t) => {
  const newer = statement({ ...said, iat: now - 5 });
  const all = ['x', statement({ ...said, iss: stranger }, {}, other), statement(), newer, statement(said, {}, other)];
  t.match(judgeStatements(all, expected), { ok: true, text: newer, kid: key.kid });
  t.equal(judged([statement({ ...said, iss: stranger }), 'x', statement(said, {}, other)]), 'key_not_in_force');
});

t.test('a statement is found in a file that says other things too', async (t) => {
  const text = statement();
  const file = `# About me\n\n<!-- ${text} -->\n\`${text}\`, "${text}"; www.example.org\n${'a.'.repeat(2_000)}\n`;
  t.strictSame(tokensIn(file), [text, text, text]);
  t.equal(tokensIn(`${text}\n`.repeat(50)).length, 20);
  const before = performance.now();
  t.strictSame(tokensIn('a'.repeat(1_000_000)), []);
  t.ok(performance.now() - before < 1_000, 'in no more time than it takes to read it');
});
