// Compiles src/ to dist/, only when something that the result depends on has changed. Also a program: `node scripts/build.mjs`.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError, say, withProgress } from './progress.mjs';
import { run, tail } from './run.mjs';

const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Builds the clone `root`. The new dist/ takes the place of the old one only once it is whole. */
export async function build(root) {
  const wanted = fingerprint(root);
  const stamp = join(root, 'dist', '.sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted) {
    return;
  }
  const fresh = join(root, 'dist.new');
  rmSync(fresh, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiling = run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', fresh], { cwd: root });
  try {
    await withProgress('compiling src to dist', compiling);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw new SetupError(`the sources don't compile:\n${tail(error.output ?? error.message, 40)}`);
  }
  writeFileSync(join(fresh, '.sources'), `${wanted}\n`);
  replace(join(root, 'dist'), fresh);
}

function replace(dist, fresh) {
  const old = `${dist}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) {
    renameSync(dist, old);
  }
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

/** SHA-256 over names and contents of all sources and settings. */
function fingerprint(root) {
  const hash = createHash('sha256');
  const settings = SETTINGS.map((name) => join(root, name));
  for (const file of [...settings, ...filesBelow(join(root, 'src'))]) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(directory) {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  build(dirname(dirname(fileURLToPath(import.meta.url)))).catch((error) => {
    say(error instanceof SetupError ? error.message : error.stack);
    process.exitCode = 1;
  });
}
