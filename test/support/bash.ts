import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { compileCache } from './command-line.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What people get by an alias, from the sources. */
const alias = 'wasteland() { node "$MAIN" "$@"; }';

/** Runs a shell text in the root of this clone as an operator would, with `wasteland` for the command line; rejects with all that
 * was printed when any of it fails. Of our own variables it has those given. */
export async function runBash(script: string, env: Record<string, string>): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('WASTELAND_'));
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const child = spawn('bash', ['-c', `exec 2>&1; set -euxo pipefail; ${alias}\n${script}`], {
    cwd: root,
    env: {
      ...Object.fromEntries(inherited),
      PATH: path,
      MAIN: `${root}src/cli/main.ts`,
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`it ended with ${code}:\n${output.slice(-3_000)}`);
  return output;
}
