import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { bodies, eventTypes } from '../../../src/wire/event.ts';
import type { OwnKeyRig } from '../own-key-rig.ts';
import { jtiNamed, publicJwk, tokenOf } from '../signing.ts';
import { brokenOf } from './breaking.ts';
import type { Schema } from './operations.ts';
import { valueOf } from './values.ts';

/** Signed tokens for POST /v1/events, of whose inside the OpenAPI document says nothing. */

export interface TokenPlan {
  type: string;
  /** Known things in it are still to be filled in. */
  body: unknown;
  rig: number;
  for: 'here' | 'there' | 'nowhere';
  /** Seconds from now. */
  age: number;
  damage: 'none' | 'bit' | 'cut' | 'unsigned' | 'header' | 'twice' | 'document' | 'text';
  jti: number;
}

const acts: Arbitrary<{ type: string; body: unknown }> = fc.oneof(
  ...eventTypes.map((type) => {
    const schema = bodies[type] as Schema;
    const body = fc.oneof({ weight: 4, arbitrary: valueOf(schema) }, { weight: 1, arbitrary: brokenOf(schema) });
    return body.map((made) => ({ type: type, body: made }));
  }),
  fc.constant({ type: 'wanted.invented', body: {} }),
);

const plans: Arbitrary<TokenPlan> = fc
  .record({
    rig: fc.nat(99),
    for: fc.oneof(
      { weight: 8, arbitrary: fc.constant('here' as const) },
      { weight: 1, arbitrary: fc.constant('there' as const) },
      { weight: 1, arbitrary: fc.constant('nowhere' as const) },
    ),
    age: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(-400_000, -100, 500, 700) },
    ),
    damage: fc.oneof(
      { weight: 7, arbitrary: fc.constant('none' as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(...(['bit', 'cut', 'unsigned', 'header', 'twice', 'document', 'text'] as const)),
      },
    ),
    jti: fc.nat(),
    act: acts,
  })
  .map(({ act, ...rest }) => ({ ...act, ...rest }));

/** The plan that belongs to a number. */
export function tokenPlan(pick: number): TokenPlan {
  const [plan] = fc.sample(plans, { seed: pick, numRuns: 1 });
  if (plan === undefined) throw new Error('no token was drawn');
  return plan;
}

/** Signs a plan whose body has been filled in. */
export function tokenOfPlan(
  plan: TokenPlan,
  rigs: readonly OwnKeyRig[],
  homes: Record<TokenPlan['for'], string>,
): string {
  const rig = rigs[plan.rig % rigs.length];
  if (rig === undefined) throw new Error('nobody signs');
  const iat = Math.floor(Date.now() / 1000) + plan.age;
  if (plan.damage === 'document') return documentOf(plan, rig, iat);
  if (plan.damage === 'text') return ['', '..', 'a.b.c', '💥', 'x'.repeat(20_000), '{}'][plan.jti % 6] ?? '';
  const payload = {
    iss: rig.id,
    aud: homes[plan.for],
    iat,
    jti: jtiNamed(`fuzz ${plan.jti}`),
    type: plan.type,
    body: plan.body,
  };
  const header = plan.damage === 'header' ? { header: { alg: 'none', crit: ['b64'] } } : {};
  const token = tokenOf({ typ: 'event', payload, key: rig.key, ...header });
  if (plan.damage === 'bit') return `${token.slice(0, -2)}AA`;
  if (plan.damage === 'cut') return token.slice(0, token.length - 1 - (plan.jti % 100));
  if (plan.damage === 'unsigned') return token.slice(0, token.lastIndexOf('.') + 1);
  if (plan.damage === 'twice') return `${token}.${token}`;
  return token;
}

/** A document 0 or 1 of the rig, which may or may not follow from what is known of it. */
function documentOf(plan: TokenPlan, rig: OwnKeyRig, iat: number): string {
  const first = plan.jti % 2 === 0;
  const payload = {
    ...(first ? {} : { id: rig.id }),
    seq: first ? 0 : 1,
    prev: first ? null : '0'.repeat(64),
    kind: 'human',
    handle: `fuzzed-${plan.jti % 50}`,
    keys: [publicJwk(rig.key)],
    recovery: [],
    home: rig.home,
    iat,
  };
  return tokenOf({ typ: 'identity', payload, key: rig.key });
}
