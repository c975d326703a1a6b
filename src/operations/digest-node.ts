import { setTimeout as delay } from 'node:timers/promises';
import { readTable } from '../commons/commons-rows.ts';
import { makeDigest } from '../commons/digest.ts';
import type { Digest } from '../commons/digest.ts';
import { vectorLine } from '../domain/vector.ts';
import type { Vector } from '../domain/vector.ts';
import { WastelandError } from '../errors.ts';
import { LogReader } from '../ledger/log-reader.ts';
import { openReader } from '../readmodel/open.ts';
import type { VerdictCode } from '../wire/codes.ts';
import { openDolt, readModelPath } from './data-dir/open-dolt.ts';
import type { DataDir, DataDirDolt } from './data-dir/open-dolt.ts';
import { commonsHead, ledgerHead, ledgerWithLine, withConnection } from './data-dir/published-vector.ts';
import type { CommonsHead } from './data-dir/published-vector.ts';
import { Audit } from './verify/audit.ts';
import type { Progress } from './verify/audit.ts';
import { Findings } from './verify/findings.ts';

export interface DigestOptions extends DataDir {
  onProgress?: Progress;
  signal?: AbortSignal;
}

/** Milliseconds: a node publishes within five seconds (design section 6). */
const patience = 6_000;
const pause = 100;

type Verdicts = (origin: string) => Iterable<VerdictCode>;

/**
 * The digest of a data directory at the vector that its commons show, from the rows as they stand there and in the ledger.
 * Writes nothing. Throws `unavailable` when the commons show no vector of this ledger.
 */
export async function digestDataDir(options: DigestOptions): Promise<Digest> {
  const dolt = await openDolt(options);
  try {
    const commons = await caughtUp(dolt);
    const ledger = commons.line === undefined ? undefined : await ledgerWithLine(dolt, commons.line);
    if (ledger === undefined) {
      throw new WastelandError('unavailable', 'the commons show no vector of this ledger: run "wasteland rebuild"');
    }
    const reader = new LogReader(dolt, `ledger/${ledger.commit}`);
    try {
      const verdicts = await verdictsAt(ledger.vector, reader, options);
      return await withConnection(dolt, 'commons', (connection) =>
        makeDigest({
          vector: ledger.vector,
          entries: (origin, to) => reader.readEntries(origin, 0, to),
          verdicts,
          rows: (table) => readTable(connection, table, commons.commit),
        }),
      );
    } finally {
      await reader.close();
    }
  } finally {
    await dolt.close();
  }
}

/** The commons' head once it shows all of the ledger: a running node is never more than seconds behind, and two nodes are
 * compared best where each of them is now. One that writes all the time never catches up: then as it is. */
async function caughtUp(dolt: DataDirDolt): Promise<CommonsHead> {
  const deadline = performance.now() + patience;
  for (;;) {
    const commons = await commonsHead(dolt);
    const isCaughtUp = commons.line === vectorLine((await ledgerHead(dolt)).vector);
    if (isCaughtUp || !dolt.nodeRuns || performance.now() > deadline) {
      return commons;
    }
    await delay(pause);
  }
}

/** From the read model when it stands at this vector; a later one may judge set acts differently, so they are judged anew. */
async function verdictsAt(vector: Vector, reader: LogReader, options: DigestOptions): Promise<Verdicts> {
  return keptVerdicts(vector, readModelPath(options.dataDir)) ?? (await judgedVerdicts(vector, reader, options));
}

function keptVerdicts(vector: Vector, path: string): Verdicts | undefined {
  const opened = openReader(path);
  if (opened.kind !== 'opened') return undefined;
  const readModel = opened.model;
  try {
    return readModel.snapshot(() => {
      if (!same(readModel.vector(), vector)) return undefined;
      const codes = new Map([...vector.keys()].map((origin) => [origin, [...readModel.logs.verdicts(origin)]]));
      return (origin: string) => codes.get(origin) ?? [];
    });
  } finally {
    readModel.close();
  }
}

async function judgedVerdicts(vector: Vector, reader: LogReader, options: DigestOptions): Promise<Verdicts> {
  const findings = new Findings();
  const total = [...vector.values()].reduce((sum, { seq }) => sum + seq, 0);
  const { onProgress, signal } = options;
  const audit = new Audit({ reader, findings, total, onProgress, signal });
  await audit.extendTo(vector);
  const [first] = findings.list;
  if (first !== undefined) throw new WastelandError('unavailable', `the ledger is damaged: ${first.detail}`);
  return (origin) =>
    audit.state
      .table('entries')
      .list('primary', origin)
      .map((entry) => entry.code);
}

function same(a: Vector, b: Vector): boolean {
  return (
    a.size === b.size &&
    [...a].every(([origin, { seq, root }]) => b.get(origin)?.seq === seq && b.get(origin)?.root === root)
  );
}
