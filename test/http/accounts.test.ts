import t from 'tap';
import type { Test } from 'tap';
import { addressRules } from '../../src/net/addresses.ts';
import type { AddressRules } from '../../src/net/addresses.ts';
import { GuardedClient } from '../../src/net/guarded-client.ts';
import { TxtRecords } from '../../src/net/txt-records.ts';
import type { Outside } from '../../src/operations/accounts/look-for-statement.ts';
import { proveAccount } from '../../src/operations/accounts/prove-account.ts';
import type { Proof } from '../../src/operations/accounts/prove-account.ts';
import { signStatement } from '../../src/identity/account-statement.ts';
import type { PrivateKey } from '../../src/client/index.ts';
import { DnsStub } from '../support/dns-stub.ts';
import { HttpNode } from '../support/http-node.ts';
import type { Answer } from '../support/http-node.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';
import { keyNamed } from '../support/signing.ts';
import { StubServer } from '../support/stub-server.ts';

/** A node between stubs of GitHub, of a domain's web server and of the DNS, on a clock that tests turn. */
interface Stage {
  node: HttpNode;
  github: StubServer;
  web: StubServer;
  dns: DnsStub;
  /** Moves the clock on. */
  pass(milliseconds: number): void;
  now(): number;
}

const minute = 60_000;
const day = 24 * 60 * minute;

const stages = new Map<string, Promise<Stage>>();

/** One stage for all tests of this file: nodes take their time to start. Each test has rigs and accounts of its own. */
function stage(): Promise<Stage> {
  const made = stages.get('one') ?? start(t);
  stages.set('one', made);
  return made;
}

async function start(test: Test): Promise<Stage> {
  const [github, web, dns] = [await StubServer.start(test), await StubServer.start(test), await DnsStub.start(test)];
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const limits = { total: 400, bytes: 20_000 };
  const txt = { servers: [dns.address], timeout: 300 };
  const node = await HttpNode.start(test, { clock: { now }, githubUrl: github.url, accounts: { limits, txt } });
  return { node, github, web, dns, now, pass: (milliseconds) => (ahead += milliseconds) };
}

/** A rig with a key of its own that names these accounts. */
async function rigNaming({ node }: Stage, handle: string, ...accounts: string[]): Promise<OwnKeyRig> {
  const rig = await OwnKeyRig.make(node.id, handle, { also_known_as: accounts });
  const { status, text } = await node.event(rig.document);
  if (status !== 201) throw new Error(text);
  return rig;
}

function signed({ now }: Stage, rig: { id: string }, account: string, key: PrivateKey, more: object = {}): string {
  return signStatement({ iss: rig.id, account, iat: Math.floor(now() / 1000), ...more }, key);
}

/** Asks for a look, after the time for which an account is left alone. */
async function check({ node, pass }: Stage, rig: { id: string }, body: object = {}): Promise<Answer> {
  pass(minute);
  return await node.post(`/v1/rigs/${rig.id}/accounts/check`, undefined, body);
}

/** The one account of a rig, after a look. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function looked(on: Stage, rig: { id: string }, body: object = {}): Promise<any> {
  const { status, body: answer, text } = await check(on, rig, body);
  if (status !== 200) throw new Error(text);
  return answer.accounts[0];
}

t.test('a GitHub account by a file in its profile repository', async (t) => {
  const on = await stage();
  const rig = await rigNaming(on, 'alice', 'https://github.com/Alice');
  on.github.user('Alice', 17);
  const { body: before } = await on.node.get(`/v1/rigs/${rig.id}`);
  t.strictSame(before.accounts, [{ account: 'github:alice', proven: false, state: 'unchecked' }]);
  t.match(await looked(on, rig), { state: 'failed', proven: false, code: 'no_statement' });

  on.github.profile('alice', `# hello\n\n${signed(on, rig, 'github:alice', rig.key)}\n`);
  const account = await looked(on, rig);
  t.match(account, { account: 'github:alice', state: 'proven', proven: true, place: 'profile', number: 17 });
  t.equal(account.checked_at, account.proven_at);
  t.notOk(account.code ?? account.detail);
  t.strictSame((await on.node.get(`/v1/rigs/${rig.id}`)).body.accounts, [account], 'shown in the profile at once');
  const { accounts } = on.node.services;
  for (const name of ['github:alice', 'github:ALICE', 'https://github.com/alice']) {
    t.equal(accounts.rigOf(name), rig.id);
  }
  t.equal(accounts.rigOf('github:alice', 17), rig.id);
  t.equal(accounts.rigOf('github:alice', 18), undefined, 'whoever asks knows that the login is another account now');
  t.equal(accounts.rigOf('github:bob'), undefined);
  t.equal(accounts.rigOf('nonsense'), undefined);
});

t.test('a GitHub account by a gist, named in the document or when asked', async (t) => {
  const on = await stage();
  const { github } = on;
  const named = await rigNaming(on, 'gerda', 'https://gist.github.com/gerda/aaaa1111');
  github.gist('aaaa1111', { login: 'Gerda', id: 21 }, signed(on, named, 'github:gerda', named.key, { number: 21 }));
  t.match(await looked(on, named), { account: 'github:gerda', proven: true, place: 'gist', number: 21 });

  const told = await rigNaming(on, 'hanna', 'github:hanna');
  const text = signed(on, told, 'github:hanna', told.key);
  github.gist('bbbb2222', { login: 'hanna', id: 22 }, text);
  github.user('hanna', 22);
  t.match(await looked(on, told), { proven: false, code: 'no_statement' }, 'nobody said where');
  const gist = 'https://gist.github.com/hanna/bbbb2222';
  t.match(await looked(on, told, { account: 'https://github.com/hanna', gist }), { proven: true, place: 'gist' });
  t.match(await looked(on, told), { proven: true }, 'it is remembered');
  t.match(
    await looked(on, told, { gist: 'cccc3333' }),
    { proven: true },
    'and a stranger who names another changes nothing',
  );

  github.gist('dddd4444', { login: 'mallory', id: 23 }, text);
  const copied = await rigNaming(on, 'ilse', 'github:ilse');
  github.user('ilse', 24);
  t.match(
    await looked(on, copied, { gist: 'dddd4444' }),
    { proven: false, code: 'other_account' },
    "somebody else's gist",
  );
  github.gist('eeee5555', null, text);
  t.match(await looked(on, copied, { gist: 'eeee5555' }), { proven: false, code: 'other_account' }, "nobody's");
  for (const bad of ['../users/x', 'https://evil.example/aaaa1111', 'AAAA1111/../x']) {
    t.match(await check(on, copied, { gist: bad }), { status: 400, body: { code: 'invalid_request' } }, bad);
  }
});

t.test('a domain by its well-known path, or by a TXT record', async (t) => {
  const on = await stage();
  const { web, dns } = on;
  const account = `domain:127.0.0.1:${web.port}`;
  const rig = await rigNaming(on, 'weber', account);
  web.wellKnown({ body: signed(on, rig, account, rig.key) });
  t.match(await looked(on, rig), { account, proven: true, place: 'well_known' });
  web.wellKnown((_request, response) => response.writeHead(302, { location: `${web.url}/moved` }).end());
  web.pages.set('/moved', { body: signed(on, rig, account, rig.key) });
  t.match(await looked(on, rig), { proven: true }, 'a redirect is followed');

  // Nothing listens for https at this name: the record alone is left.
  const named = await rigNaming(on, 'dora', 'https://dora.invalid');
  const text = signed(on, named, 'domain:dora.invalid', named.key);
  const cut = text.match(/.{1,255}/g) ?? [];
  t.ok(cut.length > 1);
  dns.records.set('_wasteland-rig.dora.invalid', [['v=other'], cut]);
  t.match(await looked(on, named), { account: 'domain:dora.invalid', proven: true, place: 'dns' });
  dns.fails = true;
  t.match(await looked(on, named), { proven: true, state: 'unreachable' }, 'a failing name server is no answer');
  dns.fails = false;
});

t.test('what is no proof', async (t) => {
  const on = await stage();
  const account = `domain:127.0.0.1:${on.web.port}`;
  const rig = await rigNaming(on, 'nobody', account);
  const other = await rigNaming(on, 'somebody', 'github:somebody');
  const cases: [string, string, string][] = [
    ['another rig', 'other_rig', signed(on, other, account, other.key)],
    ["another rig's key", 'key_not_in_force', signed(on, rig, account, other.key)],
    ['a key of nobody', 'key_not_in_force', signed(on, rig, account, keyNamed('nobody'))],
    ['another account', 'other_account', signed(on, rig, 'github:nobody', rig.key)],
    ['a future', 'not_yet', signed(on, rig, account, rig.key, { iat: Math.floor(on.now() / 1000) + 7_200 })],
    ['more members', 'not_a_statement', signed(on, rig, account, rig.key, { more: true })],
    ['nothing', 'no_statement', '<html>There is nothing here, but 200 all the same</html>'],
    ['a huge answer', 'bad_answer', `${'x'.repeat(30_000)}\n${signed(on, rig, account, rig.key)}`],
  ];
  for (const [what, code, body] of cases) {
    on.web.wellKnown({ body });
    t.match(await looked(on, rig), { proven: false, state: 'failed', code }, what);
  }
  on.web.wellKnown((_request, response) => void response.write('slowly'));
  t.match(await looked(on, rig), { proven: false, state: 'unreachable', detail: /in time/ });
  on.web.wellKnown({ status: 503 });
  t.match(await looked(on, rig), { proven: false, state: 'unreachable', detail: /503/ });
  on.web.wellKnown((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
  t.match(await looked(on, rig), { proven: false, state: 'failed', code: 'not_admitted' });
  t.not(on.node.services.accounts.rigOf(account), rig.id);
});

t.test('addresses that this node may not ask', async (t) => {
  const [web, rig] = [await StubServer.start(t), { id: keyNamed('the id of xaver').kid }];
  const account = {
    kind: 'domain',
    name: `domain:127.0.0.1:${web.port}`,
    host: '127.0.0.1',
    port: `${web.port}`,
  } as const;
  const toProve = { rig: rig.id, account, gists: [], keys: {}, now: 0 };
  const prove = async (rules: AddressRules, allowPorts = true): Promise<Proof> => {
    const client = new GuardedClient(rules);
    t.teardown(() => client.close());
    const nobody = { user: () => t.fail('GitHub was asked'), gist: () => t.fail(), profileFile: () => t.fail() };
    const github = nobody as unknown as Outside['github'];
    const { signal } = new AbortController();
    return await proveAccount({ client, github, txt: new TxtRecords(), allowPorts, signal }, toProve);
  };
  web.wellKnown({ status: 302, headers: { location: `http://127.0.0.2:${web.port}/secret` } });
  // The stub's address stands for a public one; the one that it points to is as hidden as ever.
  const onlyTheStub = { schemes: ['http:'], admits: (address: string) => address === '127.0.0.1' };
  t.match(await prove(onlyTheStub), { kind: 'failed', code: 'not_admitted', detail: /127\.0\.0\.2/ });
  t.strictSame(web.asked, ['/.well-known/wasteland-rig']);
  t.match(await prove(addressRules(false)), { kind: 'failed', code: 'not_admitted' });
  t.match(await prove(addressRules(true), false), { kind: 'failed', code: 'not_admitted' }, 'a domain has no port');
  t.equal(web.asked.length, 1, 'and was asked once');
});

t.test('a key that is dropped takes its proofs with it', async (t) => {
  const on = await stage();
  const { node, github } = on;
  const rig = await node.rig('kurt');
  github.user('kurt', 31);
  const auth = { token: rig.token };
  await node.ask('PATCH', `/v1/rigs/${rig.id}`, { ...auth, body: { also_known_as: ['github:kurt'] } });
  const made = await node.post(`/v1/rigs/${rig.id}/accounts/statement`, rig.token, { account: 'github:Kurt' });
  t.match(made, { status: 200, body: { account: 'github:kurt', number: 31, named: true } });
  t.strictSame(
    made.body.places.map(({ place }: { place: string }) => place),
    ['gist', 'profile'],
  );
  github.profile('kurt', made.body.statement);
  t.match(await looked(on, rig), { proven: true, number: 31 });

  const [kid] = (await node.get(`/v1/rigs/${rig.id}`)).body.keys;
  const fresh = keyNamed("kurt's own");
  const change = { add_keys: [{ kty: 'OKP', crv: 'Ed25519', x: fresh.x }], drop_keys: [kid] };
  t.equal((await node.ask('PATCH', `/v1/rigs/${rig.id}`, { ...auth, body: change })).status, 200);
  const { body: profile } = await node.get(`/v1/rigs/${rig.id}`);
  t.match(profile.accounts, [{ proven: false, state: 'failed', code: 'key_not_in_force' }], 'without another look');
  t.equal(node.services.accounts.rigOf('github:kurt'), undefined);
  t.match(await looked(on, rig), { proven: false, code: 'key_not_in_force' });
  github.profile('kurt', signed(on, rig, 'github:kurt', fresh, { number: 31 }));
  t.match(await looked(on, rig), { proven: true });
});

t.test('a login that changed hands', async (t) => {
  const on = await stage();
  const { github } = on;
  const rig = await rigNaming(on, 'lena', 'github:lena');
  const old = signed(on, rig, 'github:lena', rig.key);
  github.user('lena', 41);
  github.profile('lena', old);
  t.match(await looked(on, rig), { proven: true, number: 41 });
  github.user('lena', 42);
  t.match(await looked(on, rig), { proven: false, code: 'other_number' }, 'its new holder puts up the old statement');
  github.profile('lena', signed(on, rig, 'github:lena', rig.key, { number: 42 }));
  t.match(await looked(on, rig), { proven: true, number: 42 }, 'who signs anew is lena');

  github.pages.delete('/users/lena');
  t.match(await looked(on, rig), { proven: false, code: 'no_such_account' }, 'renamed');
  github.user('lena', 43);
  const moved = { location: `${github.url}/repositories/7/contents/wasteland-rig` };
  github.pages.set('/repos/lena/lena/contents/wasteland-rig', { status: 301, headers: moved });
  github.pages.set('/repositories/7/contents/wasteland-rig', { body: signed(on, rig, 'github:lena', rig.key) });
  const before = github.asked.length;
  t.match(await looked(on, rig), { proven: false, code: 'bad_answer' }, 'the repository of who had it before');
  t.notOk(github.asked.slice(before).some((path) => path.startsWith('/repositories')));
});

t.test('an account of two rigs', async (t) => {
  const on = await stage();
  const { node, github } = on;
  const [one, two] = [await rigNaming(on, 'mia', 'github:mia'), await rigNaming(on, 'mia-agent', 'github:mia')];
  github.user('mia', 51);
  const older = signed(on, one, 'github:mia', one.key);
  github.profile('mia', older);
  t.match(await looked(on, one), { proven: true });
  on.pass(minute);
  github.profile('mia', `${older}\n${signed(on, two, 'github:mia', two.key)}`);
  t.match(await looked(on, two), { proven: true });
  t.equal(node.services.accounts.rigOf('github:mia'), two.id, 'the newest statement counts');
  t.match((await node.get(`/v1/rigs/${one.id}`)).body.accounts, [{ proven: false, code: 'superseded' }]);

  const link = (from: OwnKeyRig, to: OwnKeyRig): Promise<string> =>
    from.sign('rig.linked', { other: to.id, relation: 'same_owner' });
  t.equal((await node.events([await link(one, two), await link(two, one)])).status, 201);
  t.match((await node.get(`/v1/rigs/${one.id}`)).body.accounts, [{ proven: true }], 'who has one owner shares it');
});

t.test(
  'GitHub that answers no more is left alone for a while, and what was proven stands for thirty days',
  async (t) => {
    const on = await stage();
    const { node, github } = on;
    const rig = await rigNaming(on, 'nora', 'github:nora');
    github.user('nora', 61);
    github.profile('nora', signed(on, rig, 'github:nora', rig.key));
    const proven = await looked(on, rig);
    t.match(proven, { proven: true });
    github.pages.set('/users/nora', { status: 403, headers: { 'x-ratelimit-remaining': '0' }, body: '{}' });
    const away = await looked(on, rig);
    t.match(away, { proven: true, state: 'unreachable', detail: /more often/, proven_at: proven.proven_at });
    const asked = github.asked.length;
    t.match(await looked(on, rig), { proven: true, state: 'unreachable' });
    t.equal(github.asked.length, asked, 'it was not asked');

    on.pass(29 * day);
    t.equal(node.services.accounts.rigOf('github:nora'), rig.id);
    on.pass(2 * day);
    t.equal(node.services.accounts.rigOf('github:nora'), undefined);
    t.match(node.services.accounts.of(rig.id), [{ proven: false, state: 'unreachable', code: 'expired' }]);
    github.user('nora', 61);
    t.match(await looked(on, rig), { proven: true, state: 'proven' });
  },
);

t.test('what is proven is looked at again after a week, and after a day where that failed', async (t) => {
  const on = await stage();
  const { node, github } = on;
  const { accounts, accountChecks } = node.services;
  const rig = await rigNaming(on, 'olga', 'github:olga');
  github.user('olga', 71);
  github.profile('olga', signed(on, rig, 'github:olga', rig.key));
  t.match(await looked(on, rig), { proven: true });
  const asks = (): number => github.asked.filter((path) => path === '/users/olga').length;
  const round = async (after: number): Promise<number> => {
    on.pass(after);
    const before = asks();
    await accountChecks.recheck();
    return asks() - before;
  };
  t.equal(await round(6 * day), 0);
  t.equal(await round(1.1 * day), 1);
  github.pages.delete('/repos/olga/olga/contents/wasteland-rig');
  t.equal(await round(7 * day), 1);
  t.match(accounts.of(rig.id), [{ proven: false, code: 'no_statement' }]);
  t.equal(await round(0.5 * day), 0);
  t.equal(await round(day), 1, 'it may have been an accident');
  t.equal(await round(30 * day), 1);
  t.equal(await round(30 * day), 0, 'not for ever');
});

t.test('what can be asked, by whom, and how often', async (t) => {
  const on = await stage();
  const { node } = on;
  const rig = await rigNaming(on, 'paul', 'mailto:paul@example.org', 'https://example.org/paul');
  t.match(await check(on, rig), { status: 404, body: { code: 'not_found' } }, 'it names nothing that can be proven');
  t.match(await check(on, rig, { account: 'github:paul' }), { status: 404, body: { detail: /also_known_as/ } });
  t.match(await check(on, rig, { account: 'mailto:paul@example.org' }), { status: 404 });
  t.match(await check(on, { id: 'nobody-here' }), { status: 404 });
  const other = await rigNaming(on, 'quinn', 'domain:quinn.invalid');
  t.match(await check(on, other, { gist: 'aaaa1111' }), { status: 404, body: { code: 'not_found' } });
  t.match(await check(on, other, { more: true }), { status: 400 });
  t.match(await check(on, other), { status: 200 });
  const again = await node.post(`/v1/rigs/${other.id}/accounts/check`, undefined, {});
  t.match(again, { status: 429, body: { code: 'rate_limited' } });

  const custodial = await node.rig('rosa');
  const statement = `/v1/rigs/${custodial.id}/accounts/statement`;
  t.equal((await node.post(statement, undefined, { account: 'github:rosa' })).status, 401);
  t.equal((await node.post(`/v1/rigs/${other.id}/accounts/statement`, custodial.token, { account: 'x' })).status, 403);
  t.match(
    await node.post(statement, custodial.token, { account: 'github:rosa' }),
    { status: 404 },
    'GitHub knows none',
  );
  const made = await node.post(statement, custodial.token, { account: 'https://Rosa.example/' });
  t.match(made, { status: 200, body: { account: 'domain:rosa.example', named: false } });
  t.strictSame(
    made.body.places.map(({ place }: { place: string }) => place),
    ['well_known', 'dns'],
  );

  // Nothing listens on these ports.
  const eight = Array.from({ length: 8 }, (_, at) => `domain:127.0.0.1:${at + 1}`);
  const crowd = await Promise.all(eight.map((_, at) => rigNaming(on, `sven-${at}`, ...eight)));
  on.pass(minute);
  const answers = await Promise.all(crowd.map(({ id }) => node.post(`/v1/rigs/${id}/accounts/check`, undefined, {})));
  t.equal(answers.filter(({ status }) => status === 429).length, 1, 'sixty looks a minute');
});
