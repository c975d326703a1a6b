import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rename, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { doltBin } from '../support/dolt.ts';
import { readCopy, readDockerfile, type Instruction, type Stage } from './dockerfile.ts';

/**
 * Makes a tree as the Dockerfile says, without a container engine: its COPYs are done, and of its RUNs those of npm, node and ln.
 * What needs the real image (apt-get, the directory /data) is left to it.
 */

const run = promisify(execFile);

/** The clone, and so the build context. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The stages of our Dockerfile. */
export const stages = readDockerfile(await readFile(join(root, 'Dockerfile'), 'utf8'));

/** The stage of this name; the Dockerfile has it. */
export function stageOf(name: string): Stage {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return found;
}

/** Makes the stages in `directory`, and gives the root of the last one: read-only, with Node where the official image has it. */
export async function makeImage(directory: string): Promise<string> {
  for (const stage of stages.filter(({ name }) => name !== 'dolt')) await makeStage(directory, stage);
  const image = join(directory, 'runtime');
  await copyFile(process.execPath, join(image, 'usr/local/bin/node'), constants.COPYFILE_FICLONE);
  await protect(image);
  return image;
}

async function makeStage(directory: string, stage: Stage): Promise<void> {
  const image = join(directory, stage.name);
  await mkdir(join(image, 'usr/local/bin'), { recursive: true });
  let cwd = image;
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'WORKDIR') {
      cwd = join(image, instruction.text);
      await mkdir(cwd, { recursive: true });
    } else if (instruction.keyword === 'COPY') {
      await copy(directory, image, cwd, instruction);
    } else if (instruction.keyword === 'RUN') {
      for (const command of instruction.text.split('&&')) await runStep(image, cwd, command.trim().split(/\s+/));
    }
  }
}

async function copy(directory: string, image: string, cwd: string, { text }: Instruction): Promise<void> {
  const { from, sources, target } = readCopy(text);
  for (const source of sources) {
    const place = target.startsWith('/') ? join(image, target) : resolve(cwd, target);
    const into = target.endsWith('/') ? join(place, basename(source)) : place;
    await mkdir(dirname(into), { recursive: true });
    if (from === undefined) {
      await cp(join(root, source), into, { recursive: true });
    } else if (from === 'dolt') {
      await copyFile(await doltBin(), into, constants.COPYFILE_FICLONE);
    } else {
      // Nothing else wants it, so it need not be copied.
      await rename(join(directory, from, source), into);
    }
  }
}

async function runStep(image: string, cwd: string, [program = '', ...args]: string[]): Promise<void> {
  if (program === 'npm' && args.includes('--include=dev')) {
    // The set-up of this clone has done just that, from the same lockfile.
    await symlink(join(root, 'node_modules'), join(cwd, 'node_modules'));
  } else if (program === 'npm') {
    await run('npm', args, { cwd, env: npmEnvironment() });
  } else if (program === 'node') {
    // Does nothing when sources and settings are those from which the clone's own dist/ was made, to the byte.
    await cp(join(root, 'dist'), join(cwd, 'dist'), { recursive: true });
    await run(process.execPath, args, { cwd });
  } else if (program === 'ln') {
    const [, target = '', link = ''] = args;
    await symlink(join(image, target), join(image, link));
  } else if (!['apt-get', 'rm', 'install'].includes(program)) {
    throw new Error(`the Dockerfile runs ${program}, and the test does not know how to`);
  }
}

/** Of what `npm test` sets for its own package, nothing. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^npm_(package|lifecycle|config_local_prefix|config_prefix)|^INIT_CWD$/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), npm_config_prefer_offline: 'true' };
}

/** Takes the right to write away from everyone, or gives it back to the owner; everyone may read. */
export async function protect(path: string, writable = false): Promise<void> {
  if (!existsSync(path)) return;
  const inside = await readdir(path, { withFileTypes: true, recursive: true });
  const files = inside.filter((each) => !each.isSymbolicLink()).map((each) => join(each.parentPath, each.name));
  for (const file of [path, ...files]) {
    const { mode } = await stat(file);
    await chmod(file, ((mode & 0o111) === 0 ? 0o444 : 0o555) | (writable ? 0o200 : 0));
  }
}
