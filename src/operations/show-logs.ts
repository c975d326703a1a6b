import { createHash } from 'node:crypto';
import { inclusionProof, consistencyProof, leafHash, rootOf } from '../domain/merkle.ts';
import { treeOf } from '../domain/project/append.ts';
import type { LogRow } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import type { CursorValue } from '../readmodel/cursor.ts';
import type { Equivocation } from '../wire/api/equivocation.ts';
import type {
  ConsistencyProof,
  EntryListQuery,
  EntryPage,
  InclusionProof,
  LogPage,
  LogsQuery,
  ProofQuery,
} from '../wire/api/log.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { pageOfAll } from './page-of-all.ts';
import type { Services } from './ports.ts';
import { sizeOf } from './receipts.ts';
import { entryView } from './views/entry.ts';
import { equivocationView } from './views/equivocation.ts';
import { isDisputed } from './views/marks.ts';
import { namesOf } from './views/names.ts';
import { present } from './views/present.ts';

/** The vector: the head of every log as far as it has landed here; whole where no limit is given. */
export function showLogs(services: Services, query: LogsQuery): LogPage {
  const keyOf = (log: LogRow): CursorValue[] => [log.origin];
  const rows = services.reader.logs.logs();
  const page = pageOfAll({ name: 'origin', rows, keyOf, types: ['string'] }, query);
  const items = page.items.map(({ origin, seq, root, checkpoint }) => {
    const url = origin === services.node.id ? services.node.url() : services.homes.urlOf(origin);
    return { origin, seq, root, checkpoint, ...present({ url, disputed: isDisputed(services, origin) ? true : null }) };
  });
  return { items, next_cursor: page.next_cursor };
}

/** One page of the entries of a log with their verdicts, in order unless asked otherwise. */
export function listEntries(services: Services, origin: string, query: EntryListQuery): EntryPage {
  const { code, ...paging } = query;
  return services.reader.snapshot(() => {
    findLog(services, origin);
    const names = namesOf(services);
    const page = services.reader.logs.entries(origin, code, paging);
    return { items: page.items.map((row) => entryView(names, row)), next_cursor: page.next_cursor };
  });
}

/** A part of a log, to be read page by page. */
export interface LogPart {
  entries: AsyncIterable<LogEntry[]>;
  /** The same for the same entries with the same texts withheld. */
  tag: string;
}

/** The entries of a log after `after`, at most `limit`, to where it has landed here. */
export function readLog(services: Services, origin: string, after: number, limit: number | undefined): LogPart {
  const { seq } = findLog(services, origin);
  const to = limit === undefined ? seq : Math.min(seq, after + limit);
  const { reader } = services;
  const root = to < 1 ? '' : rootOf(treeOf(reader.state, origin), Math.min(to, seq));
  const withheld = reader.logs.withheldBetween(origin, after, to);
  const tag = createHash('sha256')
    .update([after, to, root, ...withheld].join(' '))
    .digest('base64url');
  return { entries: services.logs.readEntries(origin, after, to), tag };
}

/** The proof that an origin signed two histories; `not_found` where none is known. */
export function showEquivocation(services: Services, origin: string): Equivocation {
  const row = services.private.equivocations.get(origin);
  if (row === undefined) throw new WastelandError('not_found', 'nothing is known here of two histories of this origin');
  return equivocationView(row);
}

/** A proof of RFC 9162: that an entry is in a log of that size, or that the log of that size extends a shorter one. */
export function proveLog(services: Services, origin: string, query: ProofQuery): InclusionProof | ConsistencyProof {
  return services.reader.snapshot(() => {
    const log = findLog(services, origin);
    const size = query.size ?? log.seq;
    if (size > log.seq) throw new WastelandError('not_found', `the log has ${log.seq} entries here`);
    const covering = present({ checkpoint: sizeOf(log.checkpoint) === size ? log.checkpoint : null });
    if (query.seq !== undefined && query.from === undefined) {
      return { ...proveEntry(services, origin, query.seq, size), ...covering };
    }
    if (query.from !== undefined && query.seq === undefined) {
      return { ...proveExtension(services, origin, query.from, size), ...covering };
    }
    throw new WastelandError('invalid_request', 'a proof needs either seq or from');
  });
}

function proveEntry({ reader }: Services, origin: string, seq: number, size: number): InclusionProof {
  const entry = reader.logs.entry(origin, seq);
  if (seq > size || entry === undefined) {
    throw new WastelandError('not_found', `entry ${seq} isn't among the first ${size}`);
  }
  const tree = treeOf(reader.state, origin);
  const { hash, logged_at } = entry;
  const leaf = leafHash(seq, logged_at, hash);
  return {
    origin,
    seq,
    logged_at,
    hash,
    leaf,
    size,
    root: rootOf(tree, size),
    proof: inclusionProof(tree, seq - 1, size),
  };
}

function proveExtension({ reader }: Services, origin: string, from: number, size: number): ConsistencyProof {
  if (from > size) throw new WastelandError('not_found', `a log of ${size} entries extends none of ${from}`);
  const tree = treeOf(reader.state, origin);
  const proof = consistencyProof(tree, from, size);
  return { origin, from, from_root: rootOf(tree, from), size, root: rootOf(tree, size), proof };
}

function findLog({ reader }: Services, origin: string): LogRow {
  const log = reader.logs.log(origin);
  if (log === undefined) throw new WastelandError('not_found', 'no log of this origin is held here');
  return log;
}
