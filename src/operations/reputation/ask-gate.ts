import { decide } from '../../domain/reputation/gate.ts';
import { tierOf } from '../../domain/reputation/tiers.ts';
import type { Tier } from '../../domain/reputation/tiers.ts';
import type { GateAnswer, GateQuery } from '../../wire/api/gate.ts';
import { findItem } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { present } from '../views/present.ts';
import { askingOf } from './asking.ts';
import { findAsker } from './find-asker.ts';
import { readyTier } from './rig-tier.ts';
import { trustedBecause } from './trusted.ts';

/** May this one, here? Says yes or no, why, and what would change it, before anybody acts. */
export async function askGate(services: Services, query: GateQuery): Promise<GateAnswer> {
  const { who, act = 'contribute', item: typed, number } = query;
  await services.trust.ready();
  const asker = findAsker(services, who, number);
  const item = typed === undefined ? undefined : findItem(services, typed);
  const tier = asker.rig === undefined ? strangersTier(services) : await readyTier(services, asker.rig);
  const trusted = trustedBecause(services, asker);
  const decision = decide(askingOf(services, { ...asker, act, item, tier, trusted }), services.settings.doors);
  const { rig, account } = asker;
  return {
    ...decision,
    act,
    tier: { level: tier.level, name: tier.name, reasons: tier.reasons, missing: tier.missing },
    ...present({ who: rig === undefined ? null : namesOf(services)(rig), account, item: item?.id }),
  };
}

function strangersTier({ settings }: Services): Tier {
  const nothing = { completions: 0, stamps: 0, validators: 0, days: 0, mean: undefined };
  return tierOf({ known: false, ...nothing }, settings.tiers);
}
