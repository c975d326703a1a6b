import t from 'tap';
import { leaseEnd, leaseIsOver, legalActs, step, transitions, updateIsLegal } from '../../src/domain/lifecycle.ts';
import { itemStatuses } from '../../src/domain/state.ts';
import type { ItemRow, ItemStatus } from '../../src/domain/state.ts';
import { eventTypes, isOrdered } from '../../src/wire/event.ts';
import type { EventType } from '../../src/wire/event.ts';
import { plain } from '../support/plain-item.ts';

/** The table of an item's life (protocol.md section 3), for every act, state and author. */

const people = {
  poster: { id: 'poster', kind: 'human' },
  claimer: { id: 'claimer', kind: 'agent' },
  reviewer: { id: 'reviewer', kind: 'human' },
  stranger: { id: 'stranger', kind: 'team' },
  home: { id: 'home', kind: 'node' },
  otherNode: { id: 'other node', kind: 'node' },
} as const;
type Person = keyof typeof people;

function item(status: ItemStatus, changes: Partial<ItemRow> = {}): ItemRow {
  const held = status === 'claimed' || status === 'in_review' || status === 'completed';
  return {
    ...plain,
    id: 'w-1',
    home: 'home',
    posted_by: 'poster',
    status,
    claimed_by: held ? 'claimer' : null,
    claimed_at: held ? 1000 : null,
    lease_from: held ? 1000 : null,
    reviewers: ['reviewer'],
    claim_ttl: 60,
    created_at: 1000,
    updated_at: 1000,
    ...changes,
  };
}

/** From → act → where it leads and for whom, as section 3 tells it. Written down a second time on purpose. */
const expected: Record<ItemStatus, Partial<Record<EventType, [to: ItemStatus, ...who: Person[]]>>> = {
  open: {
    'wanted.claimed': ['claimed', 'poster', 'claimer', 'reviewer', 'stranger'],
    'wanted.updated': ['open', 'poster'],
    'wanted.withdrawn': ['withdrawn', 'poster', 'home'],
  },
  claimed: {
    'wanted.released': ['open', 'claimer', 'poster'],
    'work.progressed': ['claimed', 'claimer'],
    'work.submitted': ['in_review', 'claimer'],
    'wanted.updated': ['claimed', 'poster'],
    'wanted.withdrawn': ['withdrawn', 'home'],
  },
  in_review: {
    'wanted.released': ['open', 'claimer'],
    'work.accepted': ['completed', 'poster', 'reviewer'],
    'work.rejected': ['claimed', 'poster', 'reviewer'],
    'wanted.updated': ['in_review', 'poster'],
    'wanted.withdrawn': ['withdrawn', 'home'],
  },
  completed: {},
  withdrawn: {},
};

t.test('every act from every state by everybody, before the lease is over', async (t) => {
  for (const status of itemStatuses) {
    for (const act of eventTypes.filter(isOrdered)) {
      const [to, ...who] = expected[status][act] ?? [];
      for (const [person, actor] of Object.entries(people)) {
        const right = (who as string[]).includes(person);
        const refusal = { ok: false, code: to === undefined ? 'wrong_state' : 'not_allowed' };
        t.strictSame(
          step(item(status), act, actor, 60_999),
          right ? { ok: true, to } : refusal,
          `${status} ${act} ${person}`,
        );
      }
    }
  }
});

t.test('once the lease is over another rig may claim, and nothing else changes', async (t) => {
  for (const status of itemStatuses) {
    for (const act of eventTypes.filter(isOrdered)) {
      for (const [person, actor] of Object.entries(people)) {
        const before = step(item(status), act, actor, 60_999);
        const after = step(item(status), act, actor, 61_000);
        if (status !== 'claimed' || act !== 'wanted.claimed') t.strictSame(after, before, `${status} ${act} ${person}`);
        else if (['poster', 'reviewer', 'stranger'].includes(person)) t.strictSame(after, { ok: true, to: 'claimed' });
        else t.strictSame(after, { ok: false, code: 'not_allowed' }, `${person} may not take over`);
      }
    }
  }
});

t.test('the lease ends to the millisecond, or never', async (t) => {
  t.equal(leaseEnd(item('claimed')), 61_000);
  t.equal(leaseIsOver(item('claimed'), 60_999), false);
  t.equal(leaseIsOver(item('claimed'), 61_000), true);
  t.equal(leaseIsOver(item('claimed', { claim_ttl: null }), Number.MAX_SAFE_INTEGER), false);
  t.equal(leaseEnd(item('open')), undefined);
});

t.test('who claimed may never judge, whatever else they are', async (t) => {
  const own = item('in_review', { claimed_by: 'poster' });
  const reviewed = item('in_review', { claimed_by: 'reviewer' });
  for (const act of ['work.accepted', 'work.rejected'] as const) {
    t.strictSame(step(own, act, people.poster, 0), { ok: false, code: 'not_allowed' });
    t.match(step(own, act, people.reviewer, 0), { ok: true });
    t.strictSame(step(reviewed, act, people.reviewer, 0), { ok: false, code: 'not_allowed' });
    t.match(step(reviewed, act, people.poster, 0), { ok: true });
  }
});

t.test('a node may do all that a rig may but claim', async (t) => {
  const node = { id: 'poster', kind: 'node' } as const;
  t.strictSame(step(item('open'), 'wanted.claimed', node, 0), { ok: false, code: 'not_allowed' });
  t.match(step(item('open'), 'wanted.updated', node, 0), { ok: true });
  t.match(step(item('in_review'), 'work.accepted', node, 0), { ok: true });
  const reviewing = item('in_review', { reviewers: ['other node'] });
  t.match(step(reviewing, 'work.rejected', people.otherNode, 0), { ok: true });
});

t.test('legal acts are what the table says', async (t) => {
  t.strictSame(legalActs(item('open'), 0, people.stranger), ['wanted.claimed']);
  t.strictSame(legalActs(item('claimed'), 0, people.claimer), ['work.progressed', 'work.submitted', 'wanted.released']);
  t.strictSame(legalActs(item('claimed'), 60_999, people.stranger), []);
  t.strictSame(legalActs(item('claimed'), 61_000, people.stranger), ['wanted.claimed']);
  t.strictSame(legalActs(item('completed'), 0), []);
  t.strictSame(new Set(legalActs(item('in_review'), 0)), new Set(Object.keys(expected.in_review)));
  t.equal(new Set(transitions.map((row) => `${row.act} ${row.from} ${row.who}`)).size, transitions.length);
});

t.test('updates while somebody works on it', async (t) => {
  const of = (status: ItemStatus, changes: object): boolean => updateIsLegal(item(status), { item: 'w-1', ...changes });
  const open = { title: 'y', description: '', tags: [], claim_ttl: 60, reviewers: [], acceptance: [], sandbox: {} };
  t.equal(of('open', open), true);
  for (const status of ['claimed', 'in_review'] as const) {
    t.equal(of(status, { priority: 0, tags: ['x'] }), true);
    t.equal(of(status, { reviewers: ['new', 'reviewer'] }), true);
    t.equal(of(status, { reviewers: ['new'] }), false, 'nobody who may judge is taken away');
    t.equal(of(status, { reviewers: [] }), false);
    for (const [member, value] of Object.entries(open)) {
      if (member !== 'tags') t.equal(of(status, { [member]: value }), false, member);
    }
    t.equal(of(status, { priority: 1, title: 'x' }), false);
  }
});
