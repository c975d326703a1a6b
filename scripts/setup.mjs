// What `npm start` and `npm test` do first on any machine: dependencies, build, Dolt, and with `--for-tests` Helm. Runs on any
// Node >= 18, before anything is installed, and again in a moment when there is nothing to do.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { getDolt } from './get-dolt.mjs';
import { getHelm } from './get-helm.mjs';
import { installDependencies } from './install.mjs';
import { withLock } from './lock.mjs';
import { SetupError, say } from './progress.mjs';

const NODE_MINIMUM = 18;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function setUp() {
  if (Number(process.versions.node.split('.')[0]) < NODE_MINIMUM) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node ${NODE_MINIMUM} or newer, better 24`);
  }
  const waiting = (pid) => say(`waiting for process ${pid}, which is setting up this clone`);
  const lock = join(root, '.setup.lock');
  await withLock(
    lock,
    async () => {
      await installDependencies(root);
      await build(root);
    },
    waiting,
  );
  await getDolt(root, process.env);
  if (process.argv.includes('--for-tests')) {
    await tryHelm();
  }
}

/** Without Helm all tests can run but those of the chart, which then fail. */
async function tryHelm() {
  try {
    await getHelm(root, process.env);
  } catch (error) {
    if (!(error instanceof SetupError)) {
      throw error;
    }
    say(error.message);
  }
}

setUp().catch((error) => {
  process.stderr.write(`setup: ${error instanceof SetupError ? error.message : error.stack}\n`);
  process.exitCode = 1;
});
