import { countRecord, judgedBy } from '../../domain/reputation/standing.ts';
import type { Judges } from '../../domain/reputation/standing.ts';
import { tierOf } from '../../domain/reputation/tiers.ts';
import type { Standing, Tier, TierLevel } from '../../domain/reputation/tiers.ts';
import { isDiskFull } from '../../errors.ts';
import type { Services } from '../ports.ts';

/** A tier with the time since when it is so, milliseconds; undefined for whoever isn't known here. */
export interface TierHere extends Tier {
  since: number | undefined;
}

/** What of a rig's record counts, and the tier that it earns. */
interface Worked {
  record: Standing;
  tier: Tier;
}

/** Tiers that were worked out while readers saw the same, and the same minute: a record that grows older changes too. */
const worked = new WeakMap<Services, { changes: number; minute: number; tiers: Map<string, Worked> }>();
const minute = 60_000;
/** Rigs; a stranger may ask about as many as there are. */
const most = 20_000;

/** The tier of a rig on this node, now. */
export function rigTier(services: Services, rig: string): Tier {
  return workedOut(services, rig).tier;
}

/** What of a rig's record counts on this node, now. */
export function rigRecord(services: Services, rig: string): Standing {
  return workedOut(services, rig).record;
}

function workedOut(services: Services, rig: string): Worked {
  const tiers = memoryOf(services);
  let known = tiers.get(rig);
  if (known === undefined) {
    known = workOut(services, rig);
    if (tiers.size >= most) tiers.clear();
    tiers.set(rig, known);
  }
  return known;
}

/** The same, where a long record may be gone through in slices. */
export async function readyTier(services: Services, rig: string): Promise<Tier> {
  await services.trust.derive(rig, 'judged', judgedBy);
  return rigTier(services, rig);
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

function memoryOf(services: Services): Map<string, Worked> {
  const now = { changes: services.changes(), minute: Math.floor(services.clock.now() / minute) };
  const before = worked.get(services);
  if (before?.changes === now.changes && before.minute === now.minute) return before.tiers;
  const tiers = new Map<string, Worked>();
  worked.set(services, { ...now, tiers });
  return tiers;
}

function workOut(services: Services, rig: string): Worked {
  const { reader, settings, clock } = services;
  const all = {
    rig,
    known: reader.rigs.rig(rig)?.status === 'active',
    since: reader.standing.since(rig),
    accepted: reader.standing.accepted(rig),
    judged: services.trust.judged(rig),
  };
  const record = countRecord(all, judgesOf(services), clock.now());
  return { record, tier: tierOf(record, settings.tiers) };
}

function judgesOf({ trust }: Services): Judges {
  const weights = trust.weights();
  return { weight: (rig) => weights.of(rig), groupOf: (rig) => trust.groupOf(rig) };
}
