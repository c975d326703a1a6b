import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { logCodes } from '../log-codes.ts';

/** What a sync with one peer did and why it did not do more (design sections 6 and 8). */

/** Why a sync, or one log of it, brought nothing. Verdicts of entries are no failures: they stand in `refused`. */
export const syncCodes = [
  /** No answer from its REST door, or none in time. */
  'peer_unreachable',
  /** Our own rules don't let us speak to that address. */
  'peer_not_allowed',
  /** Something else than a wasteland node answers there. */
  'not_a_peer',
  /** Another node answers behind the URL than the one that was pinned. */
  'peer_identity_changed',
  /** Its ledger could not be fetched, or read. */
  'fetch_failed',
  /** There is no room on this node's disk. */
  'disk_full',
  /** The sync took longer than a sync may. */
  'timed_out',
  /** Its tables aren't those of protocol.md section 4: a view, another type, another key. */
  'bad_tables',
  /** A row without a number or a text. */
  'bad_row',
  /** More at once than one sync takes. */
  'too_large',
  /** The peer holds more of our own log than we do: this database is older than what we have published. */
  'own_log_behind',
  /** The entries were fine and could not be written here. */
  'not_landed',
  /** Why a log doesn't extend. `contradiction`: another history than ours that its origin did not sign, the peer's fault;
   * `equivocation`: two histories signed by one origin, whose proof is kept and whose log extends no more. */
  ...logCodes,
] as const;
export type SyncCode = (typeof syncCodes)[number];

const Code = Type.Enum([...syncCodes], { type: 'string' });
const Detail = Type.String();

export const RefusedEntry = Type.Object(
  { seq: Type.Integer(), verdict: Type.String({ description: '`word: code`, as of the sync' }) },
  closed,
);

export const ChangedEntry = Type.Object(
  {
    origin: Id,
    seq: Type.Integer(),
    was: Type.String({ description: 'the verdict before the sync' }),
    verdict: Type.String({ description: '`ok`, or `word: code`, as of the sync' }),
  },
  closed,
);

export const LogReport = Type.Object(
  {
    origin: Id,
    from: Type.Integer({ description: 'entries held before' }),
    to: Type.Integer({ description: 'entries held after' }),
    landed: Type.Integer(),
    waiting: Type.Optional(
      Type.Integer({
        description: 'entries that the checkpoint covers and that are not here or not due yet; no error',
      }),
    ),
    code: Type.Optional(Code),
    detail: Type.Optional(Detail),
    refused: Type.Array(RefusedEntry, { description: 'landed entries whose verdict is not `ok`; the first ones' }),
    refused_count: Type.Integer(),
  },
  { ...closed, $id: 'LogReport' },
);
export type LogReport = Static<typeof LogReport>;

export const SyncReport = Type.Object(
  {
    peer: Id,
    started_at: Type.Integer({ description: 'milliseconds since 1970' }),
    finished_at: Type.Integer(),
    result: Type.Enum(['ok', 'partial', 'failed'], { type: 'string' }),
    code: Type.Optional(Code),
    detail: Type.Optional(Detail),
    transport: Type.Optional(Type.Enum(['dolt', 'rest'], { type: 'string' })),
    commit: Type.Optional(Type.String({ description: "the peer's ledger commit that was read" })),
    landed: Type.Integer({ description: 'entries in all' }),
    texts: Type.Optional(Type.Integer({ description: 'texts that it gave for entries withheld here before' })),
    documents: Type.Integer({ description: 'newer identity documents that this sync appended to our own log' }),
    logs: Type.Array(LogReport, { description: 'the logs that brought something or failed' }),
    changed: Type.Optional(
      Type.Array(ChangedEntry, {
        description:
          'entries of any log that stood here before and have another verdict by what landed; the first ones',
      }),
    ),
  },
  { ...closed, $id: 'SyncReport' },
);
export type SyncReport = Static<typeof SyncReport>;
