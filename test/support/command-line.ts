import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Without it most of the time of a command goes into reading its sources. */
export const compileCache = fileURLToPath(new URL('../../node_modules/.cache/wasteland-tests', import.meta.url));

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one command of the command line from the sources, with nothing of our own variables but those given. */
export async function wasteland(
  args: string[],
  env: Record<string, string>,
  input: string | Uint8Array = '',
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('WASTELAND_') || name === 'WASTELAND_DOLT_BIN',
  );
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...Object.fromEntries(inherited), NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
