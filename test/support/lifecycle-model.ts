/** Section 3 of protocol.md in other words than the node's own: who may do what to an item, and what comes of it. */

export const acts = [
  'wanted.claimed',
  'wanted.released',
  'wanted.updated',
  'wanted.withdrawn',
  'work.accepted',
  'work.progressed',
  'work.rejected',
  'work.submitted',
] as const;
export type Act = (typeof acts)[number];

/** Names of those who act; the item's home node is one of them and is called `node`. */
export type Name = string;

export interface Changes {
  title?: string;
  priority?: number;
  tags?: string[];
  reviewers?: Name[];
}

export interface ModelCompletion {
  worker: Name;
  status: 'submitted' | 'accepted' | 'rejected' | 'released' | 'withdrawn';
}

export interface Posting {
  poster: Name;
  reviewers: Name[];
  /** Seconds. */
  ttl: number | undefined;
  dependsOn: ModelItem[];
}

/** What the node should say of an act. */
export type Code = 'ok' | 'wrong_state' | 'not_allowed' | 'bad_update';

export class ModelItem {
  readonly poster: Name;
  readonly ttl: number | undefined;
  readonly dependsOn: readonly ModelItem[];
  readonly completions: ModelCompletion[] = [];
  /** Acts that were logged, in order. */
  readonly told: { act: string; by: Name }[];
  status: 'open' | 'claimed' | 'in_review' | 'completed' | 'withdrawn' = 'open';
  claimer: Name | undefined;
  /** Milliseconds: when it was claimed, when the lease last began, and when anything last happened. */
  claimedAt = 0;
  leaseFrom = 0;
  updatedAt: number;
  title = 'something to do';
  priority = 2;
  tags: string[] = [];
  reviewers: Name[];

  constructor({ poster, reviewers, ttl, dependsOn }: Posting, now: number) {
    this.poster = poster;
    this.reviewers = reviewers;
    this.ttl = ttl;
    this.dependsOn = dependsOn;
    this.updatedAt = now;
    this.told = [{ act: 'wanted.posted', by: poster }];
  }

  get ready(): boolean {
    return this.status === 'open' && this.dependsOn.every(({ status }) => status === 'completed');
  }

  /** Milliseconds; undefined without a claim, or when it has no end. */
  get leaseEnd(): number | undefined {
    return this.status === 'claimed' && this.ttl !== undefined ? this.leaseFrom + this.ttl * 1000 : undefined;
  }

  /** What an act of somebody's is answered with; `completion` is the place of the submission that it decides on. */
  judge(act: Act, by: Name, now: number, { changes = {}, completion }: Told = {}): Code {
    if (isDecision(act) && completion !== this.completions.length - 1) return 'wrong_state';
    if (!this.#isPossible(act, now)) return 'wrong_state';
    if (!this.may(act, by, now)) return 'not_allowed';
    return act === 'wanted.updated' && !this.#mayChange(changes) ? 'bad_update' : 'ok';
  }

  /** The acts that are open to somebody. */
  legalFor(by: Name, now: number): Act[] {
    return acts.filter((act) => this.#isPossible(act, now) && this.may(act, by, now));
  }

  /** Whether the act, possible as it is, is this one's to do. */
  may(act: Act, by: Name, now: number): boolean {
    const [isPoster, isWorker, isNode] = [by === this.poster, by === this.claimer, by === 'node'];
    switch (act) {
      case 'wanted.claimed':
        return !isNode && !(isWorker && this.#leaseIsOver(now));
      case 'wanted.released':
        return isWorker || (isPoster && this.status === 'claimed');
      case 'wanted.updated':
        return isPoster;
      case 'wanted.withdrawn':
        return isNode || (isPoster && this.status === 'open');
      case 'work.accepted':
      case 'work.rejected':
        return !isWorker && (isPoster || this.reviewers.includes(by));
      case 'work.progressed':
      case 'work.submitted':
        return isWorker;
    }
  }

  /** Lets an act take effect that was answered with `ok`. */
  tell(act: Act, by: Name, now: number, { changes = {} }: Told = {}): void {
    this.told.push({ act, by });
    this.updatedAt = now;
    switch (act) {
      case 'wanted.claimed':
        this.status = 'claimed';
        this.claimer = by;
        this.claimedAt = now;
        this.leaseFrom = now;
        break;
      case 'work.progressed':
        this.leaseFrom = now;
        break;
      case 'work.submitted':
        this.status = 'in_review';
        this.completions.push({ worker: by, status: 'submitted' });
        break;
      case 'work.accepted':
        this.status = 'completed';
        this.#decide('accepted');
        break;
      case 'work.rejected':
        this.status = 'claimed';
        this.leaseFrom = now;
        this.#decide('rejected');
        break;
      case 'wanted.released':
        this.#end('open', 'released');
        break;
      case 'wanted.withdrawn':
        this.#end('withdrawn', 'withdrawn');
        break;
      case 'wanted.updated':
        Object.assign(this, changes);
    }
  }

  /** Whether anybody at all could do this now. */
  #isPossible(act: Act, now: number): boolean {
    const { status } = this;
    switch (act) {
      case 'wanted.claimed':
        return status === 'open' || this.#leaseIsOver(now);
      case 'wanted.released':
        return status === 'claimed' || status === 'in_review';
      case 'work.progressed':
      case 'work.submitted':
        return status === 'claimed';
      case 'work.accepted':
      case 'work.rejected':
        return status === 'in_review';
      case 'wanted.updated':
      case 'wanted.withdrawn':
        return status !== 'completed' && status !== 'withdrawn';
    }
  }

  /** A worker may rely on what was asked for when the work began. */
  #mayChange(changes: Changes): boolean {
    if (this.status === 'open') return true;
    const { reviewers = this.reviewers } = changes;
    return changes.title === undefined && this.reviewers.every((reviewer) => reviewers.includes(reviewer));
  }

  #leaseIsOver(now: number): boolean {
    return this.leaseEnd !== undefined && now >= this.leaseEnd;
  }

  #decide(status: ModelCompletion['status']): void {
    const live = this.completions.at(-1);
    if (live?.status === 'submitted') live.status = status;
  }

  #end(status: 'open' | 'withdrawn', ofWork: 'released' | 'withdrawn'): void {
    this.#decide(ofWork);
    this.status = status;
    this.claimer = undefined;
  }
}

/** What an act says besides its item. */
export interface Told {
  changes?: Changes;
  completion?: number;
}

/** Whether an act decides on a submission. */
export function isDecision(act: Act): boolean {
  return act === 'work.accepted' || act === 'work.rejected';
}
