import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const launcher = new URL('../../bin/wasteland.mjs', import.meta.url).pathname;

interface ReadyLine {
  msg: string;
  url: string;
  node: string;
  remotes?: { ledger: string; commons: string };
}

/** Where a node's data is, and what its commands are started with. */
export interface Place {
  dataDir: string;
  /** The data directory as this process sees it. */
  seenAt: string;
  command: readonly string[];
}

/** A node in a process of its own, as an operator starts it, over a data directory that goes with it. */
export class NodeProcess {
  readonly name: string;
  readonly dataDir: string;
  /** Environment variables of its own, from the next start on. */
  settings: NodeJS.ProcessEnv = {};
  readonly #place: Place;
  #port = '0';
  #remotePort = '0';
  #child: ChildProcess | undefined;
  #ended: Promise<string> = Promise.resolve('not started');
  #ready: ReadyLine | undefined;
  readonly #said: string[] = [];

  constructor(name: string, place?: Place) {
    this.name = name;
    this.dataDir = place?.dataDir ?? mkdtempSync(join(tmpdir(), `wasteland-${name}-`));
    this.#place = place ?? { dataDir: this.dataDir, seenAt: this.dataDir, command: [] };
  }

  get url(): string {
    return this.#line().url;
  }

  get id(): string {
    return this.#line().node;
  }

  get remotes(): { ledger: string; commons: string } {
    const { remotes } = this.#line();
    if (remotes === undefined) throw new Error(`${this.name} serves no Dolt`);
    return remotes;
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      WASTELAND_DATA_DIR: this.dataDir,
      WASTELAND_PORT: this.#port,
      WASTELAND_DOLT_REMOTE_PORT: this.#remotePort,
      WASTELAND_NAME: this.name,
      WASTELAND_ALLOW_PRIVATE_PEERS: 'true',
      WASTELAND_LOG_LEVEL: 'warn',
      // Only on demand: a sync on its own would come into what is being looked at.
      WASTELAND_SYNC_SCHEDULE: '0 0 1 1 *',
      ...this.settings,
    };
  }

  /** Starts it, again on the same ports, and resolves when it says "ready". */
  async start(): Promise<this> {
    const child = this.command('serve');
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    child.stderr.on('data', (chunk: Buffer) => this.#say(chunk.toString()));
    this.#ready = await this.#readyLine(child);
    this.#port = new URL(this.url).port;
    if (this.#ready.remotes !== undefined) this.#remotePort = new URL(this.#ready.remotes.ledger).port;
    return this;
  }

  /** Starts a command of the program over this node's data directory. */
  command(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
    const [program = '', ...rest] = [...this.#place.command, process.execPath, launcher, ...args];
    return spawn(program, rest, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Sends a signal to the node itself (the launcher's child when there is one) and waits for its end. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
    if (signal === 'SIGTERM') this.#child?.kill(signal);
    else process.kill(this.pids().node, signal);
    return await this.#ended;
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    if (this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      await this.end('SIGTERM');
    }
    rmSync(this.#place.seenAt, { recursive: true, force: true });
  }

  /** The processes that its run file names. */
  pids(): { node: number; public: number | undefined; quarantine: number | undefined } {
    const record = JSON.parse(readFileSync(join(this.#place.seenAt, 'run.json'), 'utf8')) as {
      node: { pid: number };
      dolts: Partial<Record<'public' | 'quarantine', { pid: number }>>;
    };
    return { node: record.node.pid, public: record.dolts.public?.pid, quarantine: record.dolts.quarantine?.pid };
  }

  adminToken(): string {
    return readFileSync(join(this.#place.seenAt, 'admin-token'), 'utf8').trim();
  }

  /** What it wrote to stdout and stderr last, for the message of a failed test. */
  lastWords(): string {
    return this.#said.slice(-20).join('\n');
  }

  #line(): ReadyLine {
    if (this.#ready === undefined) throw new Error(`${this.name} has not been ready yet`);
    return this.#ready;
  }

  #say(text: string): void {
    this.#said.push(text.trimEnd());
    if (this.#said.length > 200) this.#said.shift();
  }

  #readyLine(child: ChildProcess): Promise<ReadyLine> {
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input: child.stdout ?? process.stdin });
      lines.on('line', (line) => {
        this.#say(line);
        if (!line.startsWith('{')) return;
        const entry = JSON.parse(line) as ReadyLine;
        if (entry.msg === 'ready') resolve(entry);
      });
      lines.once('close', () => reject(new Error(`${this.name} ended before it was ready:\n${this.lastWords()}`)));
    });
  }
}
