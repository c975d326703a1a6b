import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { doltBin } from '../support/dolt.ts';

// Two nodes with their Dolts, some forty commands and four clones, on a machine that does other things too.
t.setTimeout(280_000);

const script = fileURLToPath(new URL('../../examples/two-nodes.sh', import.meta.url));

t.test('examples/two-nodes.sh does what it says', async (t) => {
  const child = spawn('bash', [script], {
    env: { ...process.env, WASTELAND_DOLT_BIN: await doltBin() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It stops its nodes itself.
  t.teardown(() => child.kill('SIGTERM'));
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code, said, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) t.comment(`${said}\n${errors}`);
  t.equal(code, 0, 'exit code');
  t.match(said, /all as it should be\n$/);
  for (const part of ['item', 'completions', 'comments', 'stamps', 'history', 'evidence about bob', 'digest']) {
    t.match(said, new RegExp(`^same on both: ${part}$`, 'm'), part);
  }
});
