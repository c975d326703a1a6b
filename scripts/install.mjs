// Installs the dependencies from the lockfile, only when it has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, withProgress } from './progress.mjs';
import { run, tail } from './run.mjs';

const STAMP = 'node_modules/.wasteland-lockfile';

/** Runs `npm ci` in the clone `root` unless node_modules was already installed from this very lockfile. */
export async function installDependencies(root) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted) {
    return;
  }
  const [command, args] = npm();
  const installing = run(command, [...args, 'ci', '--include=dev', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
  });
  try {
    await withProgress('installing dependencies from package-lock.json', installing);
  } catch (error) {
    throw new SetupError(
      `npm ci failed; its last words:\n${tail(error.output ?? error.message)}\n` +
        'setup: check the network and the npm registry that is configured, then run this again.',
    );
  }
  await prepareTap(root);
  writeFileSync(stamp, `${wanted}\n`);
}

/** tap makes its test class from the plugins that package.json names: now, rather than in the middle of the first test run. */
async function prepareTap(root) {
  const node = join(root, 'node_modules', 'node', 'bin', 'node');
  await run(node, [join(root, 'node_modules', 'tap', 'dist', 'esm', 'run.mjs'), 'build'], { cwd: root }).catch(
    (error) => {
      throw new SetupError(`the test runner can't be prepared:\n${tail(error.output ?? error.message)}`);
    },
  );
}

/** The npm that started us where there is one, so that both have the same settings; else the one on PATH. */
function npm() {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli]] : ['npm', []];
}
