import type { Clock } from '../../clock.ts';
import { Ranking } from '../../domain/reputation/ranking.ts';
import type { Judging } from '../../domain/reputation/given.ts';
import type { TrustReader } from '../../readmodel/trust-reader.ts';
import { AllStamps, fillBook } from './all-stamps.ts';
import { inSlices } from './in-slices.ts';
import type { Steps } from '../../domain/reputation/steps.ts';
import type { Trust } from './trust.ts';

/** Who stands where, as of a moment. */
export interface Board {
  /** Milliseconds since 1970: everything that was committed then is in it. */
  asOf: number;
  ranking: Ranking;
}

interface Made extends Board {
  /** What it was made from. */
  changes: number;
  weights: unknown;
  groups: number;
  /** When it was done, and what it took of the processor; milliseconds. */
  done: number;
  took: number;
}

/** One for each skill that was asked for lately. */
const mostBoards = 20;
/** What is made as quickly as this is always made anew, milliseconds. */
const quick = 20;
/** What takes longer is given for so many times as long as it took, and while it is made anew for as long again. */
const rest = 10;

/** Leaderboards, made in slices when they are asked for, and no more than a tenth of the time. */
export class Leaderboards {
  readonly #trust: Trust;
  readonly #reader: TrustReader;
  readonly #clock: Clock;
  readonly #stamps: AllStamps;
  /** By skill, '' for all of them; the one that was asked for longest ago first. */
  readonly #made = new Map<string, Made>();
  readonly #making = new Map<string, Promise<Made>>();
  #changes = 0;
  /** One after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(trust: Trust, reader: TrustReader, clock: Clock) {
    this.#trust = trust;
    this.#reader = reader;
    this.#clock = clock;
    this.#stamps = new AllStamps(reader);
    trust.onStamps((subject) => {
      this.#changes += 1;
      this.#stamps.touch(subject);
    });
  }

  /** The board of all stamps, or of those that name a skill. A large one may be somewhat older than what is committed. */
  async board(skill = ''): Promise<Board> {
    await this.#trust.ready();
    const made = this.#made.get(skill);
    if (made === undefined) return await this.#make(skill);
    this.#made.delete(skill);
    this.#made.set(skill, made);
    if (this.#isCurrent(made)) return made;
    const age = performance.now() - made.done;
    if (made.took > quick && age < rest * made.took) return made;
    const next = this.#make(skill);
    if (made.took <= quick || age > 2 * rest * made.took) return await next;
    next.catch(() => undefined);
    return made;
  }

  #isCurrent({ changes, weights, groups }: Made): boolean {
    return changes === this.#changes && weights === this.#trust.weights() && groups === this.#trust.groupChanges();
  }

  #make(skill: string): Promise<Made> {
    let making = this.#making.get(skill);
    if (making !== undefined) return making;
    making = this.#last.then(() => this.#makeNow(skill));
    this.#last = making.catch(() => undefined);
    this.#making.set(skill, making);
    void this.#last.then(() => this.#making.delete(skill));
    return making;
  }

  async #makeNow(skill: string): Promise<Made> {
    const trust = this.#trust;
    await trust.ready();
    const start = worked();
    const from = { changes: this.#changes, weights: trust.weights(), groups: trust.groupChanges() };
    const asOf = this.#clock.now();
    const judging = { weights: from.weights, groupOf: (rig: string) => trust.groupOf(rig) };
    const ranking = await inSlices(this.#rank(skill, judging));
    const made = { ...from, asOf, ranking, done: performance.now(), took: worked() - start };
    this.#made.set(skill, made);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= mostBoards) break;
      this.#made.delete(oldest);
    }
    return made;
  }

  *#rank(skill: string, judging: Judging): Steps<Ranking> {
    const book = yield* skill === ''
      ? this.#stamps.current()
      : fillBook((after, limit) => this.#reader.naming(skill, after, limit));
    const ranking = new Ranking();
    yield* book.reputations(judging, (rig, reputation) => ranking.add(rig, reputation));
    return ranking;
  }
}

/** Milliseconds that this thread has worked: on a busy machine a small board takes long, and is none the larger. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
