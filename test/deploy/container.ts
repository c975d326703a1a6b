import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { makeImage, protect, stageOf } from './image.ts';
import { lastOf, pairsOf } from './dockerfile.ts';

/** What examples/two-nodes.sh needs of a system, and no more: no Go, no compiler, no npm, no dolt. */
const tools = ['bash', 'curl', 'dirname', 'grep', 'mkdir', 'mktemp', 'rm', 'sed', 'seq', 'sleep', 'tail'];

/** Where everybody may write on an ordinary system. */
const openToAll = ['/tmp', '/var/tmp', '/dev/shm'].filter(existsSync);

/** Root can be somebody who owns nothing; others can be themselves only. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** What a container gives a program: the image, read-only, an empty volume, a user who owns nothing else, and little around it. */
export class Container {
  readonly image: string;
  readonly dataDir: string;
  readonly env: Record<string, string>;
  readonly #before: Set<string>;

  private constructor(image: string, dataDir: string, toolsDir: string) {
    const path = `${join(image, 'usr/local/bin')}:${toolsDir}`;
    this.image = image;
    this.dataDir = dataDir;
    this.env = { PATH: path, HOME: '/nonexistent', TMPDIR: '/nonexistent', ...environmentOf(image, dataDir) };
    this.#before = this.#everything();
  }

  /** Makes it; it is gone after the test. */
  static async make(t: Test): Promise<Container> {
    const directory = mkdtempSync(join(tmpdir(), 'wasteland-image-'));
    t.teardown(async () => {
      await protect(join(directory, 'runtime'), true);
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    });
    chmodSync(directory, 0o755);
    const dataDir = join(directory, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    if (nobody.uid !== undefined) chownSync(dataDir, nobody.uid, nobody.gid);
    return new Container(await makeImage(directory), dataDir, linkTools(join(directory, 'tools')));
  }

  /** Starts a program in it, with the environment of the image and nothing else: tap would put its own hooks in. */
  start(command: string[], env: Record<string, string> = {}): ChildProcess {
    const variables = Object.entries({ ...this.env, ...env }).map(([name, value]) => `${name}=${value}`);
    const cwd = join(this.image, lastOf(stageOf('runtime'), 'WORKDIR'));
    return spawn('/usr/bin/env', ['-i', ...variables, ...command], {
      ...nobody,
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The files outside the volume that have appeared, changed or gone since it was made. */
  written(): string[] {
    const now = this.#everything();
    const appeared = [...now].filter((each) => !this.#before.has(each));
    const gone = [...this.#before].filter((each) => !now.has(each));
    return [...appeared, ...gone];
  }

  #everything(): Set<string> {
    const image = readdirSync(this.image, { recursive: true }).map((name) => join(this.image, String(name)));
    const elsewhere = openToAll.flatMap((place) => readdirSync(place).map((name) => join(place, name)));
    return new Set([...image, ...elsewhere.filter(isNobodys)].map(describe));
  }
}

/** The variables that the image sets, its paths where they are here. */
function environmentOf(image: string, dataDir: string): Record<string, string> {
  const set = pairsOf(stageOf('runtime'), 'ENV');
  const volume = lastOf(stageOf('runtime'), 'VOLUME');
  const here = (value: string): string =>
    value === volume ? dataDir : value.startsWith('/') ? join(image, value) : value;
  return Object.fromEntries(Object.entries(set).map(([name, value]) => [name, here(value)]));
}

function linkTools(directory: string): string {
  mkdirSync(directory);
  for (const tool of tools) {
    symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(directory, tool));
  }
  return directory;
}

function describe(path: string): string {
  const { mode, size, mtimeMs } = lstatSync(path);
  return `${path} ${mode.toString(8)} ${size} ${mtimeMs}`;
}

function isNobodys(path: string): boolean {
  return nobody.uid !== undefined && lstatSync(path, { throwIfNoEntry: false })?.uid === nobody.uid;
}
