import type { TableName } from '../domain/state.ts';
import type { Vector } from '../domain/vector.ts';
import { LogReader } from '../ledger/log-reader.ts';
import { openReader } from '../readmodel/open.ts';
import type { Reader } from '../readmodel/reader.ts';
import { openDolt, readModelPath } from './data-dir/open-dolt.ts';
import type { DataDir, DataDirDolt } from './data-dir/open-dolt.ts';
import { commonsHead, ledgerHead, ledgerWithLine, withConnection } from './data-dir/published-vector.ts';
import type { CommonsHead } from './data-dir/published-vector.ts';
import { Audit } from './verify/audit.ts';
import type { Progress } from './verify/audit.ts';
import { compareCommons } from './verify/compare-commons.ts';
import { comparedTables, compareReadModel } from './verify/compare-read-model.ts';
import { Findings } from './verify/findings.ts';
import type { Finding } from './verify/findings.ts';
import { checkStrayRows, checkUncommitted } from './verify/stray-rows.ts';

export interface VerifyOptions extends DataDir {
  onProgress?: Progress;
  /** The same for the rows of what is compared then: about how many there will be. */
  onCompared?: (where: Compared, done: number, total: number) => void;
  signal?: AbortSignal;
}

export type Compared = 'commons' | 'read model';

export interface VerifyReport {
  ok: boolean;
  /** Entries whose place, signature and verdict were checked. */
  entries: number;
  /** How many of them have which verdict; anything but `ok` is no fault of the ledger. */
  verdicts: Record<string, number>;
  logs: { origin: string; seq: number; root: string }[];
  /** Rows compared, and entries of the ledger that they don't show yet. */
  commons: { commit: string; rows: number; behind: number };
  /** `compared`, or why there was nothing to compare. */
  read_model: { state: string; rows: number };
  /** The first hundred, and how many there are. */
  findings: readonly Finding[];
  finding_count: number;
}

/**
 * Audits a data directory and writes nothing: every root, checkpoint, signature and verdict of the ledger, and every row of
 * read model and commons against a projection made anew. Beside a running node the commons are read first, then the read
 * model, then the ledger: each of these is at least as far as the one before (design section 8).
 */
export async function verifyDataDir(options: VerifyOptions): Promise<VerifyReport> {
  const dolt = await openDolt(options);
  let reader: Reader | undefined;
  try {
    const commons = await commonsHead(dolt);
    const findings = new Findings();
    const opened = openReader(readModelPath(options.dataDir));
    if (opened.kind === 'damaged') findings.add('read model', 'damaged', opened.detail);
    if (opened.kind === 'opened') reader = opened.model;
    reader?.hold();
    const report = await new Verification(options, dolt, commons, reader, findings).run();
    return { ...report, read_model: { ...report.read_model, state: reader === undefined ? opened.kind : 'compared' } };
  } finally {
    reader?.close();
    await dolt.close();
  }
}

/** Tables with the rows of which those of the commons come and go. */
const publishedFrom: readonly TableName[] = ['identities', 'items', 'completions', 'stamps', 'links'];

/** Something that shows one vector, to be compared when the projection stands there. */
interface Stage {
  where: Compared;
  vector: Vector;
  /** The tables that it is made from, about. */
  tables: readonly TableName[];
  compare: (onRow: () => void) => Promise<void>;
}

/** Rows between two steps of the progress. */
const progressStep = 1_000;

class Verification {
  readonly #options: VerifyOptions;
  readonly #dolt: DataDirDolt;
  readonly #commons: CommonsHead;
  readonly #readModel: Reader | undefined;
  readonly #findings: Findings;
  readonly #rows = { commons: 0, 'read model': 0 };

  constructor(
    options: VerifyOptions,
    dolt: DataDirDolt,
    commons: CommonsHead,
    readModel: Reader | undefined,
    findings: Findings,
  ) {
    this.#options = options;
    this.#dolt = dolt;
    this.#commons = commons;
    this.#readModel = readModel;
    this.#findings = findings;
  }

  async run(): Promise<VerifyReport> {
    const { onProgress, signal } = this.#options;
    const findings = this.#findings;
    const head = await ledgerHead(this.#dolt);
    const published = await this.#publishedVector();
    const reader = new LogReader(this.#dolt, `ledger/${head.commit}`);
    const total = sizeOf(head.vector);
    const audit = new Audit({ reader, findings, total, onProgress, signal });
    try {
      for (const stage of this.#stages(audit, published)) await this.#runStage(stage, audit, head.vector);
      await audit.extendTo(head.vector);
      const heads = await reader.ledgerHead();
      audit.checkHeads(heads);
      await checkStrayRows(reader, heads, findings);
      await checkUncommitted(this.#dolt, findings);
    } finally {
      await reader.close();
    }
    return {
      ok: findings.count === 0,
      entries: sizeOf(audit.vector()),
      verdicts: audit.verdicts(),
      logs: [...head.vector].map(([origin, { seq, root }]) => ({ origin, seq, root })),
      commons: { commit: this.#commons.commit, rows: this.#rows.commons, behind: total - sizeOf(published) },
      read_model: { state: '', rows: this.#rows['read model'] },
      findings: findings.list,
      finding_count: findings.count,
    };
  }

  /** The vector that the commons show; they are behind while a node publishes, and after it was killed. */
  async #publishedVector(): Promise<Vector | undefined> {
    const { line } = this.#commons;
    const found = line === undefined ? undefined : await ledgerWithLine(this.#dolt, line);
    if (found !== undefined) return found.vector;
    const detail = line === undefined ? 'they were never published' : `the ledger never had the ${line}`;
    this.#findings.add('commons', 'unknown_vector', detail);
    return undefined;
  }

  /** The shorter vector first, so that the projection never has to go back. */
  #stages(audit: Audit, published: Vector | undefined): Stage[] {
    const stages: Stage[] = [];
    if (published !== undefined) {
      const { commit } = this.#commons;
      const compare = (onRow: () => void) =>
        withConnection(this.#dolt, 'commons', (connection) =>
          compareCommons(connection, commit, audit.state, this.#findings, onRow),
        );
      stages.push({ where: 'commons', vector: published, tables: publishedFrom, compare });
    }
    const readModel = this.#readModel;
    if (readModel !== undefined) {
      const compare = (onRow: () => void) => compareReadModel(readModel, audit.state, this.#findings, onRow);
      stages.push({ where: 'read model', vector: readModel.vector(), tables: comparedTables, compare });
    }
    return stages.sort((a, b) => sizeOf(a.vector) - sizeOf(b.vector));
  }

  async #runStage({ where, vector, tables, compare }: Stage, audit: Audit, head: Vector): Promise<void> {
    if (!isPrefix(vector, head)) {
      this.#findings.add(where, 'ahead', "entries are known here that the ledger doesn't hold");
      return;
    }
    await audit.extendTo(vector);
    const { onCompared, signal } = this.#options;
    const total = tables.reduce((sum, table) => sum + audit.state.size(table), 0);
    let rows = 0;
    await compare(() => {
      rows += 1;
      if (rows % progressStep !== 0) return;
      signal?.throwIfAborted();
      onCompared?.(where, Math.min(rows, total), total);
    });
    onCompared?.(where, total, total);
    this.#rows[where] = rows;
  }
}

function sizeOf(vector: Vector | undefined): number {
  return [...(vector ?? [])].reduce((sum, [, { seq }]) => sum + seq, 0);
}

function isPrefix(vector: Vector, of: Vector): boolean {
  return [...vector].every(([origin, { seq }]) => seq <= (of.get(origin)?.seq ?? 0));
}
