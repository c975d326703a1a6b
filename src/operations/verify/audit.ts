import { MemoryState } from '../../domain/memory-state.ts';
import { closeHead } from '../../domain/project/append.ts';
import { vectorOf } from '../../domain/vector.ts';
import type { Vector } from '../../domain/vector.ts';
import { readCheckpoint, signedAtOurHead, SuffixCheck } from '../../identity/suffix.ts';
import { Breath } from '../../ledger/breath.ts';
import type { LedgerHead } from '../../ledger/head.ts';
import type { LogReader } from '../../ledger/log-reader.ts';
import { BadRow } from '../../ledger/pages.ts';
import type { ReadEntry } from '../../ledger/readable.ts';
import { Signatures } from '../../ledger/signatures.ts';
import { takeEntry } from '../../ledger/take-entries.ts';
import { verifiedPages } from '../../ledger/verified-pages.ts';
import type { Findings } from './findings.ts';

/** Called as entries are judged: how many of how many. */
export type Progress = (done: number, total: number) => void;

export interface AuditOptions {
  reader: LogReader;
  findings: Findings;
  total: number;
  onProgress?: Progress | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Makes the projection anew from the ledger, in memory, and checks every log on the way as if a stranger had sent it:
 * each entry's place, time and signature, and the root and the checkpoint over all of them (protocol.md sections 4, 5).
 */
export class Audit {
  readonly state = new MemoryState();
  readonly #options: AuditOptions;
  readonly #signatures = new Signatures();
  readonly #checks = new Map<string, SuffixCheck>();
  /** Logs that can't be followed any further. */
  readonly #broken = new Set<string>();
  #done = 0;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** Goes on in every log up to where the vector says. */
  async extendTo(vector: Vector): Promise<void> {
    for (const [origin, { seq }] of vector) {
      const from = this.#seqOf(origin);
      if (seq > from && !this.#broken.has(origin)) await this.#extendLog(origin, from, seq);
    }
  }

  /** Where the projection stands. */
  vector(): Vector {
    return vectorOf(this.state);
  }

  /** How many entries have which verdict. */
  verdicts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { code } of this.state.table('entries').list('primary')) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }

  /** Compares roots with what `logs` says, and verifies the checkpoints; to be called once everything has been taken. */
  checkHeads(heads: readonly LedgerHead[]): void {
    for (const head of heads) if (!this.#broken.has(head.origin)) this.#checkHead(head);
  }

  #seqOf(origin: string): number {
    return this.state.table('logs').get(origin)?.seq ?? 0;
  }

  async #extendLog(origin: string, from: number, to: number): Promise<void> {
    const { reader, signal } = this.#options;
    const check = this.#checks.get(origin) ?? new SuffixCheck(this.state, origin, 'start');
    this.#checks.set(origin, check);
    const verifying = { state: this.state, signatures: this.#signatures, origin };
    try {
      for await (const page of verifiedPages(reader.readEntries(origin, from, to), verifying)) {
        signal?.throwIfAborted();
        const whole = await this.#takePage(origin, page, check);
        closeHead(this.state, origin);
        if (!whole) return;
      }
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      this.#break(origin, 'bad_row', error.message);
      return;
    }
    if (this.#seqOf(origin) < to) this.#break(origin, 'gap', `${this.#seqOf(origin)} entries where logs says ${to}`);
  }

  async #takePage(origin: string, page: ReadEntry[], check: SuffixCheck): Promise<boolean> {
    const breath = new Breath();
    for (const entry of page) {
      if (breath.due) await breath.take();
      if (!check.push([entry])) {
        const failure = check.finish('');
        this.#break(
          origin,
          failure.ok ? 'gap' : failure.code,
          failure.ok ? '' : `entry ${entry.seq}: ${failure.detail}`,
        );
        return false;
      }
      takeEntry(this.state, { origin, ...entry }, this.#signatures);
    }
    this.#done += page.length;
    this.#options.onProgress?.(this.#done, this.#options.total);
    return true;
  }

  #break(origin: string, code: string, detail: string): void {
    this.#broken.add(origin);
    this.#options.findings.add('ledger', code, `log ${origin}: ${detail}`);
  }

  #checkHead({ origin, seq, root, checkpoint: text }: LedgerHead): void {
    const { findings } = this.#options;
    const made = this.state.table('logs').get(origin);
    if (made?.root !== root) {
      findings.add(
        'ledger',
        'wrong_root',
        `log ${origin}: root ${made?.root ?? 'none'} from its entries, ${root} in logs`,
      );
    }
    const checkpoint = readCheckpoint(text, origin);
    if (checkpoint === undefined || checkpoint.seq < seq) {
      findings.add('ledger', 'bad_checkpoint', `log ${origin}: its checkpoint doesn't cover its ${seq} entries`);
    } else if (checkpoint.seq === seq) {
      const result = this.#checks.get(origin)?.finish(text);
      if (result?.ok === false) findings.add('ledger', result.code, `log ${origin}: ${result.detail}`);
    } else if (!signedAtOurHead(this.state, checkpoint)) {
      // It covers entries that land in the next slices: the root can't be checked yet, but the signature can.
      findings.add('ledger', 'checkpoint_signature', `log ${origin}: its checkpoint isn't signed by its node`);
    }
  }
}
