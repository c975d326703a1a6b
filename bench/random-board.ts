import { createHash } from 'node:crypto';
import type { IdentityRow, ItemRow, ItemStatus } from '../src/domain/state.ts';
import { itemTypes } from '../src/wire/words.ts';
import type { ReadModel } from '../src/readmodel/read-model.ts';
import { plain } from '../test/support/plain-item.ts';

const statuses: readonly ItemStatus[] = ['open', 'completed', 'claimed', 'in_review', 'withdrawn'];

/** Reproducible numbers from 0 up to 1: good enough to spread a board. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Few are common and most are rare, as tags, projects and words are. */
  skewed(limit: number): number {
    return Math.floor(limit * this.next() ** 3);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}

/** Items as a busy board has them after years: all statuses, projects and people of all sizes, dependencies, families. */
export class RandomBoard {
  readonly items: ItemRow[] = [];
  readonly rigs: string[];
  readonly homes: string[];
  readonly #random: Random;

  constructor(random: Random, count: number) {
    this.#random = random;
    this.homes = Array.from({ length: 5 }, (_, n) => idOf(`node ${n}`));
    this.rigs = Array.from({ length: 1_000 }, (_, n) => idOf(`rig ${n}`));
    while (this.items.length < count) this.items.push(this.#item(this.items.length));
  }

  /** Writes it all, and brings the board up to it. */
  writeTo(readModel: ReadModel): void {
    inTransaction(readModel, () => {
      for (const [n, id] of this.rigs.entries()) readModel.state.table('identities').put(this.#identity(id, n));
    });
    for (let from = 0; from < this.items.length; from += 5_000) {
      inTransaction(readModel, () => {
        for (const item of this.items.slice(from, from + 5_000)) readModel.state.table('items').put(item);
        while (readModel.board.catchUp());
      });
    }
  }

  project(): string {
    return `project-${this.#random.skewed(300)}`;
  }

  tag(): string {
    return `tag-${this.#random.skewed(1_000)}`;
  }

  skill(): string {
    return `skill-${this.#random.skewed(200)}`;
  }

  word(): string {
    return `word${this.#random.skewed(20_000)}`;
  }

  #item(n: number): ItemRow {
    const random = this.#random;
    const status = statuses[random.skewed(statuses.length)] ?? 'open';
    const created = 1_700_000_000_000 + n * 60_000 + random.below(60_000);
    const held = status === 'open' || status === 'withdrawn' ? null : this.#rig();
    const earlier = (): string => this.items[random.below(n)]?.id ?? '';
    return {
      ...plain,
      id: `w-${createHash('sha1').update(`item ${n}`).digest('hex')}`,
      home: this.homes[random.skewed(this.homes.length)] ?? '',
      posted_by: this.#rig(),
      status,
      claimed_by: held,
      claimed_at: held === null ? null : created,
      lease_from: held === null ? null : created,
      title: this.#words(6),
      description: this.#words(60),
      project: random.chance(0.8) ? this.project() : null,
      type: itemTypes[random.skewed(itemTypes.length)] ?? 'other',
      priority: random.below(5),
      tags: Array.from({ length: random.below(4) }, () => this.tag()),
      skills: Array.from({ length: random.below(3) }, () => this.skill()),
      parent: n > 0 && random.chance(0.1) ? earlier() : null,
      depends_on: n > 0 && random.chance(0.15) ? [earlier()] : [],
      created_at: created,
      updated_at: created + random.below(30 * 86_400_000),
      seq: n + 1,
    };
  }

  #rig(): string {
    return this.rigs[this.#random.skewed(this.rigs.length)] ?? '';
  }

  #words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(' ');
  }

  #identity(id: string, n: number): IdentityRow {
    const handle = `rig-${n}`;
    const home = this.homes[n % this.homes.length] ?? '';
    const nothing = { name: null, owner: null, keys: [], custody: {}, also_known_as: [], reach: {} };
    return {
      id,
      row_name: `${handle}-${id.slice(0, 22)}`,
      handle,
      kind: 'human',
      status: 'active',
      home,
      tip: '',
      seq: 0,
      ...nothing,
    };
  }
}

function idOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}

function inTransaction(readModel: ReadModel, work: () => void): void {
  readModel.begin();
  work();
  readModel.commit();
}
