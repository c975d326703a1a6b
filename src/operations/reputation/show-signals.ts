import { signalsOf } from '../../domain/reputation/signals/of-rig.ts';
import type { Signal } from '../../domain/reputation/signals/signal.ts';
import { WatchedStamps } from '../../domain/reputation/signals/watched-stamps.ts';
import type { WatchedStamp } from '../../domain/reputation/signals/watched-stamps.ts';
import type { Reader } from '../../readmodel/reader.ts';
import type { AuditAnswer, RigSignals, Signal as SignalView } from '../../wire/api/signal.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';
import { present, time, timeOrNull } from '../views/present.ts';

/** So many of a rig's newest stamps are looked at, given and received, and the submissions of so many of the given. */
const maxStamps = 300;
const maxSubmissions = 20;
const maxOnOne = 10;

/** What the newest stamps by and about a rig show, and the circles in which the last audit found it. */
export function showSignals(services: Services, typed: string): RigSignals {
  const { id } = findRig(services, typed);
  const { reader, audits } = services;
  const groupOf = (rig: string): string => reader.state.table('groups').get(rig)?.group_id ?? rig;
  const stamps = new WatchedStamps(groupOf);
  for (const stamp of around(reader, id)) stamps.add(stamp);
  const circles = audits.last?.circles.get(groupOf(id)) ?? [];
  const names = namesOf(services);
  return {
    rig: names(id),
    signals: [...circles, ...signalsOf(stamps, id)].map((signal) => signalView(names, signal)),
    ...present({ audited_at: timeOrNull(audits.last?.at) }),
  };
}

/** All signals of this node, by what is known here now. */
export async function auditStamps(services: Services): Promise<AuditAnswer> {
  const { at, stamps, groups, counts, signals } = await services.audits.run(services.changes());
  const names = namesOf(services);
  return { audited_at: time(at), stamps, groups, counts, signals: signals.map((each) => signalView(names, each)) };
}

/** By time, each once. */
function around({ signals }: Reader, rig: string): WatchedStamp[] {
  const given = signals.given(rig, maxStamps);
  const others = given.slice(0, maxSubmissions).flatMap(({ completion }) => signals.on(completion, maxOnOne));
  const all = [...given, ...signals.received(rig, maxStamps), ...others];
  const each = new Map(all.map((stamp) => [stamp.id, stamp]));
  return [...each.values()].sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
}

function signalView(names: Names, signal: Signal): SignalView {
  const { kind, rigs, size, stamps, of, ids, from, to, seen, innocent } = signal;
  return {
    kind,
    rigs: rigs.map(names),
    size,
    stamps: { count: stamps, of, ids },
    from: time(from),
    to: time(to),
    seen,
    innocent,
  };
}
