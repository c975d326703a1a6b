import { createServer } from 'node:http';
import t from 'tap';
import { eventually, expectSame, startNetwork } from '../support/network.ts';
import { listen } from '../support/peer.ts';

const day = 24 * 60 * 60_000;

t.test('a node whose clock jumped ahead over a restart writes nothing while its peer says otherwise', async (t) => {
  let ahead = 0;
  let theirs = 0;
  const door = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() + theirs).toUTCString());
    response.writeHead(404).end();
  });
  const url = await listen(t, door);
  const { a } = await startNetwork(t, ['a'], {
    clock: { now: () => Date.now() + ahead },
    federation: { clock: 50 },
  });
  const alice = await a.register('alice');
  a.node.context.services.private.peers.add('x'.repeat(43), url);
  await a.stop();

  ahead = 3 * day;
  await a.start();
  const refused = await a.ask('POST', '/v1/wanted', { title: 'too late', type: 'bug' }, alice);
  t.match(refused, { status: 503, body: { code: 'clock_wrong' } });
  t.match(await a.ask('GET', '/readyz'), { status: 503, body: { checks: { writer: 'clock_wrong' } } });
  t.equal((await a.ask('GET', '/v1/wanted')).status, 200, 'reads go on');

  theirs = ahead;
  await eventually(async () => expectSame((await a.ask('GET', '/readyz')).status, 200, 'ready'));
  await a.post(alice);
});
