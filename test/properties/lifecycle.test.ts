import fc from 'fast-check';
import t from 'tap';
import { legalActs } from '../../src/domain/lifecycle.ts';
import { MemoryState } from '../../src/domain/memory-state.ts';
import type { VerdictCode } from '../../src/wire/codes.ts';
import type { EventType } from '../../src/wire/event.ts';
import { land } from '../support/projection.ts';
import { World } from '../support/world.ts';
import type { Appended, TestIdentity } from '../support/world.ts';

/** One item under random acts, against a story teller who knows section 3 of protocol.md in other words: he looks back
 * over what was `ok`, and keeps no state. */

const seed = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
t.comment(`seed ${seed} (FAST_CHECK_SEED repeats a run)`);

const acts = [
  'wanted.claimed',
  'wanted.released',
  'wanted.withdrawn',
  'wanted.updated',
  'work.progressed',
  'work.submitted',
  'work.accepted',
  'work.rejected',
] as const;
type ActType = (typeof acts)[number];

const people = ['poster', 'one', 'two', 'reviewer', 'node'] as const;
type Person = (typeof people)[number];

interface Told {
  act: ActType;
  by: Person;
  at: number;
  /** Which submission it decides on, counted from 0. */
  submission: number;
}

const ttl = 60;
const step = fc.record({
  // What ends a life is rare, so that it has something to tell before.
  act: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<ActType[]>('wanted.claimed', 'work.submitted', 'work.rejected') },
    { weight: 15, arbitrary: fc.constantFrom<ActType[]>('wanted.released', 'wanted.updated', 'work.progressed') },
    { weight: 10, arbitrary: fc.constant<ActType>('work.accepted') },
    { weight: 2, arbitrary: fc.constant<ActType>('wanted.withdrawn') },
  ),
  by: fc.oneof({ weight: 2, arbitrary: fc.constant<Person>('one') }, fc.constantFrom(...people)),
  wait: fc.constantFrom(0, 1000, 59_999, 60_000, 61_000),
  // How many submissions before the last one it decides on; -1 is one that there isn't.
  back: fc.constantFrom(0, 0, 0, 1, -1),
});

class StoryTeller {
  readonly #told: Told[] = [];
  #submissions = 0;

  /** The code that the next act must get; what is ok is remembered. */
  hear(next: Told): VerdictCode {
    const code = this.#judge(next);
    if (code === 'ok') this.#told.push(next);
    if (code === 'ok' && next.act === 'work.submitted') this.#submissions += 1;
    return code;
  }

  get #last(): Told | undefined {
    return this.#told.filter(({ act }) => act !== 'wanted.updated' && act !== 'work.progressed').at(-1);
  }

  get #where(): 'open' | 'claimed' | 'in review' | 'over' {
    switch (this.#last?.act) {
      case 'wanted.claimed':
      case 'work.rejected':
        return 'claimed';
      case 'work.submitted':
        return 'in review';
      case 'work.accepted':
      case 'wanted.withdrawn':
        return 'over';
      default:
        return 'open';
    }
  }

  get #claimer(): Person | undefined {
    return this.#told.filter(({ act }) => act === 'wanted.claimed').at(-1)?.by;
  }

  #leaseIsOver(at: number): boolean {
    const renewing = ['wanted.claimed', 'work.rejected', 'work.progressed'];
    const from = this.#told.filter(({ act }) => renewing.includes(act)).at(-1)?.at ?? Infinity;
    return at - from >= ttl * 1000;
  }

  #judge({ act, by, at, submission }: Told): VerdictCode {
    const where = this.#where;
    const mine = by === this.#claimer;
    const decides = act === 'work.accepted' || act === 'work.rejected';
    if (decides && (submission < 0 || submission >= this.#submissions)) return 'unknown_completion';
    if (decides && (where !== 'in review' || submission !== this.#submissions - 1)) return 'wrong_state';
    if (where === 'over') return 'wrong_state';
    const allowed = (right: boolean): VerdictCode => (right ? 'ok' : 'not_allowed');
    switch (act) {
      case 'wanted.claimed':
        if (where === 'open') return allowed(by !== 'node');
        if (where === 'claimed' && this.#leaseIsOver(at)) return allowed(by !== 'node' && !mine);
        return 'wrong_state';
      case 'wanted.released':
        if (where === 'open') return 'wrong_state';
        return allowed(mine || (by === 'poster' && where === 'claimed'));
      case 'wanted.withdrawn':
        return allowed(by === 'node' || (by === 'poster' && where === 'open'));
      case 'wanted.updated':
        return allowed(by === 'poster');
      case 'work.progressed':
      case 'work.submitted':
        return where === 'claimed' ? allowed(mine) : 'wrong_state';
      case 'work.accepted':
      case 'work.rejected':
        return allowed(!mine && (by === 'poster' || by === 'reviewer'));
    }
  }
}

t.test('one item, as section 3 tells it', async (t) => {
  const seen = new Map<string, number>();
  const property = fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
    const world = new World('life');
    const node = world.node('node');
    const rigs = Object.fromEntries(
      people.map((name) => [name, name === 'node' ? node : world.member(name, node)]),
    ) as Record<Person, TestIdentity>;
    const posting = { title: 'x', type: 'bug', priority: 1, effort: 'small', claim_ttl: ttl };
    const item = node.log.act(rigs.poster, 'wanted.posted', { ...posting, reviewers: [rigs.reviewer.id] });
    const state = new MemoryState();
    for (const entry of node.log.entries) land(state, node.id, entry);
    const teller = new StoryTeller();
    const submissions: Appended[] = [];
    for (const { act, by, wait, back } of steps) {
      const submission = submissions.length - 1 - back;
      world.now += wait - 1000;
      const at = world.now;
      const row = state.table('items').get(item.id);
      const legal =
        row && legalActs(row, at, { id: rigs[by].id, kind: by === 'node' ? 'node' : 'human' }).includes(act);
      const completion = submissions[submission]?.id ?? `c-${'0'.repeat(40)}`;
      const appended = node.log.act(rigs[by], act, bodyOf(act, item.id, completion));
      const code = land(state, node.id, node.log.entries.at(-1) ?? { seq: 0, logged_at: 0, jws: '' });
      const expected = teller.hear({ act, by, at, submission });
      seen.set(`${act} ${code}`, (seen.get(`${act} ${code}`) ?? 0) + 1);
      if (code !== expected) throw new Error(`${act} by ${by} at ${at}: ${code}, told ${expected}`);
      if (code === 'ok' && legal !== true) throw new Error(`${act} by ${by} was ok and not said to be legal`);
      if (act === 'work.submitted' && code === 'ok') submissions.push(appended);
    }
  });
  fc.assert(property, { seed, numRuns: 150 });
  t.comment([...seen].map(([name, count]) => `${name} ${count}`).join(', '));
  for (const act of acts) t.ok((seen.get(`${act} ok`) ?? 0) > 0, `${act} was ok at times`);
});

function bodyOf(act: EventType, item: string, completion: string): object {
  switch (act) {
    case 'wanted.updated':
      return { item, priority: 2 };
    case 'work.submitted':
      return { item, evidence: [{ url: 'x' }] };
    case 'work.accepted':
    case 'work.rejected':
      return { completion };
    default:
      return { item };
  }
}
