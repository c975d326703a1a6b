import { ownerConfirmed } from '../../domain/ownership.ts';
import type { IdentityRow } from '../../domain/state.ts';
import type { RigLink } from '../../readmodel/link-reader.ts';
import type { Link, Rig, RigSummary } from '../../wire/api/rig.ts';
import type { Services } from '../ports.ts';
import { accountView } from './account.ts';
import { seeStanding } from '../reputation/see-standing.ts';
import { tierView } from '../reputation/show-tiers.ts';
import { addressOf, namesOf } from './names.ts';
import type { Names } from './names.ts';
import { present, time, timeOrNull } from './present.ts';

/** A rig in a list. */
export function rigSummary(services: Services, row: IdentityRow): RigSummary {
  const { id, handle, kind, status, home } = row;
  return { id, handle, address: addressOf(services, row), kind, status, home, ...present({ name: row.name }) };
}

/** A rig's profile with how it stands under this node's roots. */
export async function rigView(services: Services, row: IdentityRow): Promise<Rig> {
  await services.trust.ready(row.id);
  const { reader } = services;
  const names = namesOf(services);
  const owner = row.owner === null ? null : { rig: names(row.owner), confirmed: ownerConfirmed(reader.state, row) };
  return {
    ...rigSummary(services, row),
    keys: row.keys,
    custody: row.custody,
    also_known_as: row.also_known_as,
    accounts: services.accounts.of(row.id).map(accountView),
    ...groupView(services, names, row.id),
    tier: tierView(services, row.id),
    ...seeStanding(services, row.id),
    ...present({ owner }),
  };
}

/** A rig's owner group: its first members, and how many there are. */
export function groupView({ reader }: Services, names: Names, rig: string): Pick<Rig, 'group' | 'group_size'> {
  const { members, size } = reader.rigs.group(rig);
  return { group: members.map(names), group_size: size };
}

/** A link as `rig` sees it: the group shows once both sides said it. */
export function linkView(names: Names, rig: string, link: RigLink): Link {
  const sides = [link.given, link.received].filter((side) => side !== undefined);
  const times = sides.map((side) => side.logged_at).sort((a, b) => a - b);
  return {
    other: names(link.other),
    relation: 'same_owner',
    status: sides.length === 2 ? 'completed' : 'pending',
    said_by: [...(link.given ? [rig] : []), ...(link.received ? [link.other] : [])],
    created_at: time(times[0] ?? 0),
    ...present({ completed_at: timeOrNull(times[1]) }),
  };
}
