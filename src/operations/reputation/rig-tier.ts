import { countRecord } from '../../domain/reputation/standing.ts';
import type { Judges } from '../../domain/reputation/standing.ts';
import { tierOf } from '../../domain/reputation/tiers.ts';
import type { Tier, TierLevel } from '../../domain/reputation/tiers.ts';
import { isDiskFull } from '../../errors.ts';
import type { Services } from '../ports.ts';

/** A tier with the time since when it is so, milliseconds; undefined for whoever isn't known here. */
export interface TierHere extends Tier {
  since: number | undefined;
}

/** Tiers that were worked out while readers saw the same, and the same minute: a record that grows older changes too. */
const worked = new WeakMap<Services, { changes: number; minute: number; tiers: Map<string, Tier> }>();
const minute = 60_000;
/** Rigs; a stranger may ask about as many as there are. */
const most = 20_000;

/** The tier of a rig on this node, now. */
export function rigTier(services: Services, rig: string): Tier {
  const tiers = memoryOf(services);
  let tier = tiers.get(rig);
  if (tier === undefined) {
    tier = workOut(services, rig);
    if (tiers.size >= most) tiers.clear();
    tiers.set(rig, tier);
  }
  return tier;
}

/** The tier of a rig now; that it isn't what it was goes into the history. */
export function noteTier(services: Services, rig: string): TierHere {
  const tier = rigTier(services, rig);
  const { tiers } = services.private;
  const before = tiers.latest(rig);
  const since = services.reader.standing.since(rig);
  if (since === undefined) return { ...tier, since };
  const level = (before?.level ?? 1) as TierLevel;
  if (tier.level === level) return { ...tier, since: before?.at ?? since };
  try {
    tiers.add(rig, tier.level, tier.level > level ? tier.reasons : lostReasons(tier));
  } catch (error) {
    // What can't be noted now is at the next look.
    if (!isDiskFull(error)) throw error;
  }
  return { ...tier, since: services.clock.now() };
}

function lostReasons({ level, reasons, missing }: Tier): string[] {
  return level === 0 ? reasons : missing.map((words) => `it lacks ${words}`);
}

function memoryOf(services: Services): Map<string, Tier> {
  const now = { changes: services.changes(), minute: Math.floor(services.clock.now() / minute) };
  const before = worked.get(services);
  if (before?.changes === now.changes && before.minute === now.minute) return before.tiers;
  const tiers = new Map<string, Tier>();
  worked.set(services, { ...now, tiers });
  return tiers;
}

function workOut(services: Services, rig: string): Tier {
  const { reader, settings, clock } = services;
  const record = {
    rig,
    known: reader.rigs.rig(rig)?.status === 'active',
    since: reader.standing.since(rig),
    accepted: reader.standing.accepted(rig),
    stamps: reader.standing.stamps(rig),
  };
  return tierOf(countRecord(record, judgesOf(services), clock.now()), settings.tiers);
}

function judgesOf({ trust }: Services): Judges {
  const weights = trust.weights();
  return { weight: (rig) => weights.of(rig), groupOf: (rig) => trust.groupOf(rig) };
}
