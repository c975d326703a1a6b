import fc from 'fast-check';
import t from 'tap';
import { defaultDoors } from '../../src/domain/reputation/doors.ts';
import type { DoorPolicy } from '../../src/domain/reputation/doors.ts';
import { decide } from '../../src/domain/reputation/gate.ts';
import type { Asking, GateItem } from '../../src/domain/reputation/gate.ts';
import type { Tier, TierLevel } from '../../src/domain/reputation/tiers.ts';
import { gateActs, tierNames } from '../../src/wire/gate.ts';

function tier(level: TierLevel): Tier {
  return { level, name: tierNames[level], reasons: ['a record'], missing: level === 3 ? [] : ['2 more stamps'] };
}

const item: GateItem = { here: true, minTier: 0, status: 'open', isPoster: false, legal: ['wanted.claimed'] };
const asking: Asking = { act: 'claim', tier: tier(1), claims: 0 };

function codes(change: Partial<Asking>, policy: DoorPolicy = defaultDoors): string[] {
  return decide({ ...asking, ...change }, policy).reasons.map(({ code }) => code);
}

t.test('with the defaults everything on the board is open to everyone, a pull request to contributors', async (t) => {
  for (const act of gateActs.filter((each) => each !== 'contribute')) {
    t.match(
      decide({ ...asking, act, tier: tier(0) }, defaultDoors),
      { allowed: true, reasons: [{ code: 'open' }] },
      act,
    );
  }
  t.same(codes({ act: 'contribute' }), ['tier_too_low']);
  t.same(codes({ act: 'contribute', tier: tier(2) }), ['tier_reached']);
});

t.test('an item asks for its tier, at its home’s door only', async (t) => {
  const asked = { ...item, minTier: 2 };
  const refused = decide({ ...asking, item: asked }, defaultDoors);
  t.match(refused, { allowed: false, reasons: [{ code: 'tier_too_low' }], would_change: ['2 more stamps'] });
  t.match(decide({ ...asking, tier: tier(0), item: asked }, defaultDoors).would_change, [
    '2 more stamps',
    'then what tier 2 (contributor) asks for',
  ]);
  t.same(codes({ item: asked, tier: tier(2) }), ['tier_reached']);
  t.same(codes({ item: { ...asked, here: false } }), ['other_home']);
  t.same(codes({ item: asked, trusted: 'a root vouches for it' }), ['tier_too_low'], 'trust is no record of work');
});

t.test('who is trusted may review and contribute; who posted decides on the work', async (t) => {
  const strict = { ...defaultDoors, least: { post: 3, claim: 3, review: 3, contribute: 3 } } as const;
  t.same(codes({ act: 'review' }, strict), ['tier_too_low']);
  t.same(codes({ act: 'review', trusted: 'vouched for' }, strict), ['vouched']);
  t.same(codes({ act: 'contribute', trusted: 'vouched for' }, strict), ['vouched']);
  t.same(codes({ act: 'post', trusted: 'vouched for' }, strict), ['tier_too_low']);
  t.same(codes({ act: 'review', item: { ...item, status: 'in_review', isPoster: true } }, strict), ['own_item']);
});

t.test('so many claims and no more', async (t) => {
  t.same(codes({ claims: 99 }), ['open']);
  t.same(codes({ claims: 100 }), ['too_many_claims']);
  t.same(codes({ claims: 100, tier: tier(2) }), ['open']);
  t.same(codes({ claims: 1000, act: 'post' }), ['open']);
});

t.test('all that stands against it is said, the block first', async (t) => {
  const change: Partial<Asking> = {
    block: { target: 'github:mallory', reason: 'sent slop' },
    item: { ...item, minTier: 3, status: 'completed', against: 'wrong_state', legal: [] },
    claims: 100,
  };
  t.same(codes(change), ['blocked', 'wrong_state', 'tier_too_low', 'too_many_claims']);
  const { reasons, would_change } = decide({ ...asking, ...change }, defaultDoors);
  t.match(reasons[0], { text: 'this node blocks github:mallory: sent slop' });
  t.match(would_change, ['only its operator can lift the block', 'nothing is legal on it for this one']);
});

t.test(
  'a higher tier never turns a yes into a no; a no says what would change it; a block is always one',
  async (t) => {
    const level = fc.constantFrom<TierLevel>(0, 1, 2, 3);
    const least = fc.record({ post: level, claim: level, review: level, contribute: level });
    const claims = fc.constant(defaultDoors.claims);
    fc.assert(
      fc.property(
        fc.record({ least, claims }),
        fc.constantFrom(...gateActs),
        level,
        level,
        fc.nat(3),
        fc.nat(600),
        (policy, act, one, other, minTier, claimed) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)] as [TierLevel, TierLevel];
          const asked = (of: TierLevel): Asking => ({
            act,
            tier: tier(of),
            claims: claimed,
            item: { ...item, minTier },
          });
          const [lower, higher] = [decide(asked(low), policy), decide(asked(high), policy)];
          const blocked = decide({ ...asked(high), block: { target: 'x', reason: null } }, policy);
          const helped = [lower, higher, blocked].every((each) => each.allowed || each.would_change.length > 0);
          return (!lower.allowed || higher.allowed) && helped && !blocked.allowed;
        },
      ),
    );
    t.pass('held for all');
  },
);
