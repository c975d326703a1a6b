import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { WastelandError } from '../errors.ts';
import { linesOf } from '../net/byte-lines.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { BadLine, ExportForm, perBlock } from './export-form.ts';
import type { FiledLog } from './export-form.ts';
import type { LogSource, PeerLog } from './log-source.ts';
import { SyncFailure } from './sync-failure.ts';

/** Bytes of a line: a text of 16,000 characters, each of which JSON may have to escape. */
const maxLine = 33_000;
/** Bytes of a file. */
const maxFile = 64_000_000_000;
/** Bytes that are read at once. */
const chunk = 1_048_576;
/** Lines between two reports of how far it is. */
const perReport = 1_000;

export interface OpenOptions {
  signal: AbortSignal;
  /** Bytes that were looked at. */
  onProgress?: (done: number, total: number) => void;
}

/** The logs of an export, one more source for the same verifier. */
export class LogFile implements LogSource {
  readonly transport = 'file';
  readonly commit = undefined;
  readonly #handle: FileHandle;
  readonly #form: ExportForm;

  constructor(handle: FileHandle, form: ExportForm) {
    this.#handle = handle;
    this.#form = form;
  }

  /** The node that gave the export, by its own word. */
  get node(): string {
    return this.#form.head.node;
  }

  get rig(): string | undefined {
    return this.#form.head.rig;
  }

  logs(): Promise<PeerLog[]> {
    return Promise.resolve([...this.#form.logs.values()]);
  }

  async *entries(origin: string, after: number, to: number): AsyncGenerator<LogEntry[]> {
    const log = this.#form.logs.get(origin);
    if (log === undefined) return;
    const last = Math.min(to, log.seq);
    for (let before = after - (after % perBlock); before < last; before += perBlock) {
      const entries = await this.#readBlock(log, before);
      yield entries.filter(({ seq }) => seq > after && seq <= last);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** The entries of the block behind `before`: the very lines that were looked at, or a failure. */
  async #readBlock({ seq, blocks }: FiledLog, before: number): Promise<LogEntry[]> {
    const { at, digest } = blocks[before / perBlock] ?? { at: 0, digest: '' };
    const hash = createHash('sha256');
    const lines: Uint8Array[] = [];
    for await (const line of linesFrom(this.#handle, at)) {
      if (line === undefined) break;
      hash.update(line).update('\n');
      lines.push(line);
      if (lines.length === Math.min(perBlock, seq - before)) break;
    }
    if (hash.digest('base64') !== digest) throw new SyncFailure('bad_row', 'the file was changed while it was read');
    return lines.map((line) => JSON.parse(new TextDecoder().decode(line)) as LogEntry);
  }
}

/** Opens an export and looks through all of it for its form; throws `invalid_request`, which names the broken line. */
export async function openLogFile(path: string, options: OpenOptions): Promise<LogFile> {
  const handle = await open(path, 'r');
  try {
    const form = await readForm(handle, options);
    return new LogFile(handle, form);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readForm(handle: FileHandle, { signal, onProgress }: OpenOptions): Promise<ExportForm> {
  const { size } = await handle.stat();
  if (size > maxFile) throw new WastelandError('too_large', `a file of more than ${maxFile} bytes`);
  const form = new ExportForm();
  let number = 0;
  let at = 0;
  try {
    for await (const line of linesFrom(handle, 0)) {
      number += 1;
      if (line === undefined) throw new BadLine(`more than ${maxLine} bytes`);
      form.take(line, at);
      at += line.length + 1;
      if (number % perReport === 0) {
        signal.throwIfAborted();
        onProgress?.(at, size);
      }
    }
    number += 1;
    form.finish();
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    throw new WastelandError('invalid_request', `nothing was imported: line ${number}: ${error.message}`);
  }
  onProgress?.(size, size);
  return form;
}

function linesFrom(handle: FileHandle, start: number): AsyncGenerator<Uint8Array | undefined> {
  return linesOf(chunksFrom(handle, start), maxLine);
}

/** Not a stream of Node's: leaving one early closes the file under those that come after it. */
async function* chunksFrom(handle: FileHandle, start: number): AsyncGenerator<Uint8Array> {
  let at = start;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunk), 0, chunk, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
