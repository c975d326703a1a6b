import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { publishedRows, rowSourceOf } from '../domain/project/all-rows.ts';
import { commonsTables } from '../domain/project/rows.ts';
import type { CommonsTable } from '../domain/project/rows.ts';
import { projectionVersion } from '../domain/project/version.ts';
import type { State } from '../domain/state.ts';
import { vectorOf } from '../domain/vector.ts';
import type { Vector } from '../domain/vector.ts';
import { WastelandError } from '../errors.ts';
import { Breath } from '../ledger/breath.ts';
import type { Reader } from '../readmodel/reader.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { verdictText } from '../wire/codes.ts';
import type { VerdictCode } from '../wire/codes.ts';

/** What two nodes compare: equal vectors give equal digests, but for what is withheld (protocol.md section 6). */
export interface Digest {
  projection_version: number;
  vector: Record<string, [seq: number, root: string]>;
  withheld: [origin: string, seq: number][];
  events: string;
  verdicts: string;
  projection: string;
}

type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** Entries 1 to `to` of a log, in order. */
export type Entries = (origin: string, to: number) => Rows<LogEntry[]>;

/** Where a digest is made from: all of it as of one vector. */
export interface DigestSource {
  vector: Vector;
  entries: Entries;
  /** Verdicts of a log from entry 1 on, in order. */
  verdicts(origin: string): Rows<VerdictCode>;
  /** Rows of a commons table, in primary-key order. */
  rows(table: CommonsTable): Rows<unknown[]>;
}

/** A source over a reader of the read model, which the caller holds still (`ReadModel.still`) until the digest is there. */
export function readerSource(reader: Reader, entries: Entries): DigestSource {
  return {
    vector: reader.vector(),
    entries,
    verdicts: (origin) => reader.logs.verdicts(origin),
    rows: (table) => publishedRows(reader.published, table),
  };
}

/** A source over a state in memory. */
export function stateSource(state: State, entries: Entries): DigestSource {
  const source = rowSourceOf(state);
  return {
    vector: vectorOf(state),
    entries,
    verdicts: (origin) =>
      state
        .table('entries')
        .list('primary', origin)
        .map((entry) => entry.code),
    rows: (table) => publishedRows(source, table),
  };
}

/** The digest of a source. Throws `unavailable` when the source holds fewer or more entries than its vector says. */
export async function makeDigest(source: DigestSource): Promise<Digest> {
  const origins = [...source.vector].sort(([a], [b]) => (a < b ? -1 : 1));
  const withheld: [string, number][] = [];
  const events = createHash('sha256');
  const verdicts = createHash('sha256');
  for (const [origin, { seq }] of origins) {
    await hashEvents(events, source, origin, seq, withheld);
    await hashVerdicts(verdicts, source, origin, seq);
  }
  return {
    projection_version: projectionVersion,
    vector: Object.fromEntries(origins.map(([origin, { seq, root }]) => [origin, [seq, root]])),
    withheld,
    events: events.digest('hex'),
    verdicts: verdicts.digest('hex'),
    projection: await projectionDigest((table) => source.rows(table)),
  };
}

/** The projection's part of the digest, from nine tables of rows: also of rows read back from the commons. */
export async function projectionDigest(rows: (table: CommonsTable) => Rows<unknown[]>): Promise<string> {
  const digest = createHash('sha256');
  for (const table of commonsTables) {
    digest.update(`${table}\n`);
    for await (const row of slices(rows(table))) digest.update(`${canonicalRow(row)}\n`);
  }
  return digest.digest('hex');
}

/** A row in its one canonical text (RFC 8785). */
export function canonicalRow(row: unknown[]): string {
  return canonicalize(row) as string;
}

async function hashEvents(
  digest: Hash,
  source: DigestSource,
  origin: string,
  to: number,
  withheld: [string, number][],
): Promise<void> {
  let seen = 0;
  for await (const entries of source.entries(origin, to)) {
    for (const { seq, logged_at, jws } of entries) {
      seen += 1;
      if (jws.startsWith('~')) withheld.push([origin, seq]);
      digest.update(`${origin} ${seq} ${logged_at} ${jws}\n`);
    }
  }
  expectAll(origin, seen, to);
}

async function hashVerdicts(digest: Hash, source: DigestSource, origin: string, to: number): Promise<void> {
  let seq = 0;
  for await (const code of slices(source.verdicts(origin))) {
    seq += 1;
    digest.update(`${origin} ${seq} ${verdictText(code)}\n`);
  }
  expectAll(origin, seq, to);
}

function expectAll(origin: string, seen: number, expected: number): void {
  if (seen === expected) return;
  throw new WastelandError('unavailable', `the log of ${origin} has ${seen} entries here, its head says ${expected}`);
}

/** Rows as they come, letting others run in between: a digest of a large node takes seconds. */
async function* slices<T>(rows: Rows<T>): AsyncGenerator<T> {
  const breath = new Breath();
  for await (const row of rows) {
    yield row;
    if (breath.due) await breath.take();
  }
}
