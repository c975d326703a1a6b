import t from 'tap';
import { overRestart } from '../../src/federation/over-restart.ts';

const never = new AbortController().signal;

/** Work that fails the first time, after something has happened to the server. */
function failingOnce(happened: () => void): () => Promise<string> {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls > 1) return Promise.resolve('done');
    happened();
    return Promise.reject(new Error('the line is cut'));
  };
}

t.test('a server that runs again before its end is noticed is asked again', async (t) => {
  const server = { state: 'running' as const, pid: 1 };
  const work = failingOnce(() => (server.pid = 2));
  t.equal(await overRestart(server, never, work), 'done');
});

t.test('a failure under the same server is what it is', async (t) => {
  const server = { state: 'running' as const, pid: 1 };
  const work = failingOnce(() => undefined);
  await t.rejects(overRestart(server, never, work), { message: 'the line is cut' });
});
