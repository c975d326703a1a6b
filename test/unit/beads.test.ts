import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { criteriaOf, pointsOf } from '../../src/domain/beads/acceptance.ts';
import { beadType, itemKind } from '../../src/domain/beads/kinds.ts';
import { beadOrigin, originRefOf } from '../../src/domain/beads/origin.ts';
import { planBeads } from '../../src/domain/beads/plan.ts';
import type { BeadPlan } from '../../src/domain/beads/plan.ts';
import { postingOf } from '../../src/domain/beads/posting.ts';
import { isBodyOf } from '../../src/identity/schemas.ts';
import type { Bead } from '../../src/wire/bead.ts';

/** What becomes of beads: which are posted, in which order, as which items. */

function seeded(t: { comment(text: string): void }, numRuns: number): { seed: number; numRuns: number } {
  const seed = randomInt(2 ** 31);
  t.comment(`fast-check seed ${seed}`);
  return { seed, numRuns };
}

function bead(id: string, members: Partial<Bead> & { on?: string[]; parent?: string } = {}): Bead {
  const { on = [], parent, ...rest } = members;
  const edges = on.map((each) => ({ depends_on_id: each, type: 'blocks' }));
  const parents = parent === undefined ? [] : [{ depends_on_id: parent, type: 'parent-child' }];
  return { id, title: id, dependencies: [...edges, ...parents], ...rest };
}

function plan(beads: Bead[]) {
  return planBeads(beads.map((each, index) => ({ bead: each, line: index + 1 })));
}

function planned(beads: Bead[]): BeadPlan {
  const answer = plan(beads);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.plan;
}

t.test('everything comes behind what it waits for, and behind its parent unless that waits for it', async (t) => {
  const links = fc.array(fc.record({ from: fc.nat(30), to: fc.nat(30), parent: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(links, fc.nat(), (given, turn) => {
      const beads = Array.from({ length: 31 }, (_, at) => {
        // Dependencies go to smaller numbers, parents to either side: circles of both together, and of neither alone.
        const on = given.filter(({ from, to, parent }) => !parent && from === at && to < at);
        const [parent] = given.filter(({ from, to, parent: is }) => is && from === at && to > at);
        return bead(`b-${at}`, {
          on: on.map(({ to }) => `b-${to}`),
          ...(parent === undefined ? {} : { parent: `b-${parent.to}` }),
        });
      });
      const { beads: order } = planned([...beads.slice(turn % 31), ...beads.slice(0, turn % 31)]);
      const place = new Map(order.map(({ id }, index) => [id, index]));
      const before = (id: string, index: number): boolean => (place.get(id) ?? Infinity) < index;
      return (
        order.length === 31 &&
        order.every(
          ({ waitsFor, parent, parentLater }, index) =>
            waitsFor.every((id) => before(id, index)) &&
            (parent === undefined || before(parent, index) === !parentLater),
        )
      );
    }),
    seeded(t, 300),
  );
  const tree = planned([
    bead('c', { parent: 'p' }),
    bead('p', { parent: 'g' }),
    bead('g'),
    bead('d', { on: ['c', 'p'] }),
  ]);
  t.same(
    tree.beads.map(({ id }) => id),
    ['g', 'p', 'c', 'd'],
  );
  t.notOk(tree.beads.some(({ parentLater }) => parentLater));
});

t.test('circles are named, those of what is done are none', async (t) => {
  t.same(plan([bead('z'), bead('a', { on: ['b'] }), bead('b', { on: ['c'] }), bead('c', { on: ['z', 'b'] })]), {
    ok: false,
    problems: [{ line: 3, why: 'waits for itself: b → c → b' }],
  });
  t.match(plan([bead('a', { on: ['a'] })]), { problems: [{ line: 1, why: 'waits for itself: a → a' }] });
  t.match(plan([bead('a', { parent: 'b' }), bead('b', { parent: 'a' })]), {
    problems: [{ why: 'is a child of itself: a → b → a' }],
  });
  t.match(plan([bead('a', { on: ['b'] }), bead('b', { on: ['a'], status: 'closed' })]), { ok: true });
});

t.test('work is posted, what is put aside only where work needs it, the rest not at all', async (t) => {
  const { beads, leftOut } = planned([
    bead('open', { on: ['closed', 'gone', 'deferred', 'gate', 'elsewhere'], parent: 'pinned' }),
    bead('in-progress', { status: 'in_progress' }),
    bead('hooked', { status: 'hooked' }),
    bead('of-their-own', { status: 'awaiting_review' }),
    bead('closed', { status: 'closed', on: ['open'] }),
    bead('gone', { status: 'tombstone' }),
    bead('deferred', { status: 'deferred', on: ['later'] }),
    bead('later', { status: 'deferred' }),
    bead('pinned', { status: 'pinned' }),
    bead('aside', { status: 'deferred' }),
    bead('gate', { issue_type: 'gate' }),
    bead('mail', { issue_type: 'message' }),
    bead('wisp', { ephemeral: true }),
    bead('template', { is_template: true }),
  ]);
  t.same(beads.map(({ id }) => id).sort(), [
    'deferred',
    'hooked',
    'in-progress',
    'later',
    'of-their-own',
    'open',
    'pinned',
  ]);
  t.match(
    beads.find(({ id }) => id === 'open'),
    { waitsFor: ['deferred', 'elsewhere'], parent: 'pinned' },
  );
  t.same(leftOut, { frozen: ['aside'], done: ['closed', 'gone'], none: ['gate', 'mail', 'wisp', 'template'] });
});

t.test('whatever a bead holds, its item can be signed, or it is refused before anything is posted', async (t) => {
  const text = (maxLength: number) => fc.oneof(fc.string({ maxLength, unit: 'binary' }), fc.string({ maxLength }));
  const long = fc.tuple(text(20), fc.nat(3_000)).map(([piece, times]) => piece.repeat(times));
  const beads = fc.record({
    id: fc.constant('bd-1'),
    title: fc.oneof(long, text(600)).filter((title) => title !== ''),
    description: long,
    design: long,
    notes: long,
    acceptance_criteria: fc.oneof(
      long,
      fc.array(text(60), { maxLength: 20 }).map((lines) => lines.join('\n- ')),
    ),
    external_ref: text(120),
    labels: fc.array(text(70), { maxLength: 40 }),
    issue_type: fc.constantFrom('task', 'epic', 'bug', 'story', 'convoy'),
    priority: fc.integer({ min: 0, max: 4 }),
  });
  const [ids, id] = [Array.from({ length: 32 }, () => `w-${'a'.repeat(40)}`), `w-${'b'.repeat(40)}`];
  fc.assert(
    fc.property(beads, (given) => {
      const written = postingOf(given, 'a project');
      if ('why' in written) return written.why.startsWith('has ');
      const body = { ...written.posting, depends_on: ids, parent: id };
      return isBodyOf('wanted.posted', body) && Buffer.byteLength(JSON.stringify(body)) <= 11_500;
    }),
    seeded(t, 150),
  );
});

t.test('what is too long is shortened and marked; what is no list of points stands in the description', async (t) => {
  const written = postingOf(
    { id: 'x', title: 'é'.repeat(300), description: '\n'.repeat(9_000), labels: ['a'.repeat(65), 'b'] },
    undefined,
  );
  t.match(written, { shortened: true, posting: { title: /^é{198} …$/, description: /^\n{1000,}.* …$/s, tags: ['b'] } });
  const prose = {
    id: 'x',
    title: 't',
    description: 'D',
    design: 'E',
    notes: 'N',
    acceptance_criteria: 'a'.repeat(501),
  };
  t.same(postingOf(prose, undefined), {
    shortened: false,
    posting: {
      title: 't',
      type: 'other',
      effort: 'medium',
      priority: 0,
      origin_ref: 'beads:x',
      description: `D\n\n## Design\n\nE\n\n## Acceptance criteria\n\n${'a'.repeat(501)}\n\n## Notes\n\nN`,
    },
  });
  t.match(postingOf({ id: 'x', title: 't', external_ref: 'r'.repeat(248) }, undefined), { why: /external_ref/ });
  t.match(plan([bead('a', { on: Array.from({ length: 33 }, (_, at) => `b-${at}`) })]), {
    problems: [{ line: 1, why: /waits for 33 beads; an item takes 32/ }],
  });
});

t.test('points, types and origins come back as they were', async (t) => {
  t.same(pointsOf('## Acceptance\n\n- [ ] one\n  goes on\n* two\n3. three\nfour'), [
    'one goes on',
    'two',
    'three',
    'four',
  ]);
  for (const points of [[], ['one'], ['one', 'two']]) t.same(pointsOf(criteriaOf(points)), points);
  t.equal(criteriaOf(['one\nmore', 'two']), '- one\n  more\n- two');
  for (const type of ['task', 'epic', 'bug', 'feature', 'decision', 'spike']) t.equal(beadType(itemKind(type)), type);
  for (const origin of [{ id: 'bd-a.1' }, { id: 'bd-1', externalRef: 'https://x/y z?\nq' }]) {
    t.same(beadOrigin(originRefOf(origin)), origin);
  }
  for (const other of [undefined, 'beads:', 'github:o/r#1', 'bd-1']) t.equal(beadOrigin(other), undefined);
});
