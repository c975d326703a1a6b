import { createHash } from 'node:crypto';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import { readCheckpoint } from '../identity/suffix.ts';
import { ExportedEntry, ExportedLog, ExportEnd, ExportHead } from '../wire/export.ts';
import { sourceLimits } from './log-source.ts';
import type { PeerLog } from './log-source.ts';

/** Entries of a block; a log's last one may be shorter. */
export const perBlock = 1_000;

/** Where the lines of a block begin in the file, and the SHA-256 over them, with their line feeds. */
export interface Block {
  at: number;
  digest: string;
}

/** A log as it lies in a file. */
export interface FiledLog extends PeerLog {
  blocks: Block[];
}

/** The form of an export, line by line: what a line says that can't stand there is told in words, and nothing is believed. */
export class ExportForm {
  readonly logs = new Map<string, FiledLog>();
  entries = 0;
  #head: ExportHead | undefined;
  #ended = false;
  #log: FiledLog | undefined;
  #seq = 0;
  #hash = createHash('sha256');

  /** What the first line says; it must have been taken. */
  get head(): ExportHead {
    if (this.#head === undefined) throw new TypeError('no line was read yet');
    return this.#head;
  }

  /** Takes the line that begins at this byte; throws BadLine. */
  take(line: Uint8Array, at: number): void {
    const value = parseLine(line);
    if (this.#ended) throw new BadLine('something follows the end of the export');
    if (this.#head === undefined) this.#head = checked(ExportHead, value, 'not the first line of an export, version 1');
    else if (this.#log !== undefined && this.#seq < this.#log.seq) this.#takeEntry(this.#log, value, line, at);
    else if (Check(ExportEnd, value)) this.#end(value);
    else this.#begin(checked(ExportedLog, value, 'neither a log nor the end of the export'));
  }

  /** Throws BadLine where the end is missing. */
  finish(): void {
    if (!this.#ended) throw new BadLine('the file ends before the export does: it was cut off');
  }

  #begin(log: ExportedLog): void {
    const { origin, seq, checkpoint } = log;
    if (this.logs.has(origin)) throw new BadLine(`the log ${origin} stands here twice`);
    if (this.logs.size === sourceLimits.logs) throw new BadLine(`more than ${sourceLimits.logs} logs`);
    if (readCheckpoint(checkpoint, origin)?.seq !== seq) {
      throw new BadLine(`no checkpoint over the ${seq} entries of this log`);
    }
    this.#log = { ...log, blocks: [] };
    this.#seq = 0;
    this.logs.set(origin, this.#log);
  }

  #takeEntry(log: FiledLog, value: unknown, line: Uint8Array, at: number): void {
    const { seq } = checked(ExportedEntry, value, 'not an entry of a log');
    if (seq !== this.#seq + 1) throw new BadLine(`entry ${seq} where ${this.#seq + 1} should stand`);
    if (this.#seq % perBlock === 0) log.blocks.push({ at, digest: '' });
    this.#hash.update(line).update('\n');
    this.#seq = seq;
    this.entries += 1;
    if (seq % perBlock === 0 || seq === log.seq) this.#closeBlock(log);
  }

  #closeBlock({ blocks }: FiledLog): void {
    const block = blocks.at(-1);
    if (block !== undefined) block.digest = this.#hash.digest('base64');
    this.#hash = createHash('sha256');
  }

  #end({ logs, entries }: ExportEnd): void {
    if (logs !== this.logs.size || entries !== this.entries) {
      throw new BadLine(`${this.entries} entries in ${this.logs.size} logs are here, ${entries} in ${logs} should be`);
    }
    this.#ended = true;
  }
}

/** Why a line can't stand where it does. */
export class BadLine extends Error {}

function parseLine(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line));
  } catch {
    throw new BadLine('not JSON in UTF-8');
  }
}

function checked<T extends TSchema>(schema: T, value: unknown, otherwise: string): Static<T> {
  if (!Check(schema, value)) throw new BadLine(otherwise);
  return value;
}
