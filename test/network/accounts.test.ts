import t from 'tap';
import { until } from '../support/dolt.ts';
import { startNetwork } from '../support/network.ts';
import { StubServer } from '../support/stub-server.ts';

t.test('each node looks for itself, and looks again after a week without being asked', async (t) => {
  const github = await StubServer.start(t);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const env = { WASTELAND_GITHUB_URL: github.url };
  const { a, b } = await startNetwork(t, ['a', 'b'], { clock, env });
  const alice = await a.register('alice');
  const change = { also_known_as: ['github:alice'] };
  t.equal((await a.ask('PATCH', `/v1/rigs/${alice.id}`, change, alice)).status, 200);
  github.user('alice', 17);
  const statement = `/v1/rigs/${alice.id}/accounts/statement`;
  const signed = await a.ask('POST', statement, { account: 'github:alice' }, alice);
  github.profile('alice', signed.body.statement);
  const check = `/v1/rigs/${alice.id}/accounts/check`;
  t.match(await a.ask('POST', check, {}), { status: 200, body: { accounts: [{ proven: true, number: 17 }] } });

  await b.peer(a);
  await b.sync(a);
  const profile = `/v1/rigs/${alice.id}`;
  t.match((await b.ask('GET', profile)).body.accounts, [
    { account: 'github:alice', proven: false, state: 'unchecked' },
  ]);
  t.match(await b.ask('POST', check, {}), { body: { accounts: [{ proven: true, place: 'profile' }] } });
  t.equal(b.node.context.services.accounts.rigOf('github:alice'), alice.id);

  github.user('alice', 18);
  await a.stop();
  ahead = 8 * 24 * 60 * 60_000;
  await a.start();
  const state = async (): Promise<string> => (await a.ask('GET', profile)).body.accounts[0].code;
  await until('it is looked at again', async () => (await state()) === 'other_number');
  t.match((await a.ask('GET', profile)).body.accounts, [{ proven: false, state: 'failed', code: 'other_number' }]);
});
