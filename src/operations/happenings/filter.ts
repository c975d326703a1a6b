import type { Services } from '../ports.ts';
import { findId, findRigId } from '../find-named.ts';
import { present } from '../views/present.ts';
import type { Told } from './told.ts';

/** Which happenings somebody wants; ids are full, and a type without a dot is all types that begin so. */
export interface HappeningFilter {
  item?: string;
  rig?: string;
  project?: string;
  types?: string[];
}

/** What a stranger asks for. */
export interface TypedFilter {
  item?: string;
  rig?: string;
  project?: string;
  type?: string;
}

/** The filter that somebody typed; `not_found` and `ambiguous_id` for what it names. */
export function filterOf(services: Services, { item, rig, project, type }: TypedFilter): HappeningFilter {
  return present({
    item: item === undefined ? null : findId(services, 'w-', item),
    rig: rig === undefined ? null : findRigId(services, rig),
    project,
    types: type?.split(','),
  });
}

/** Whether a happening is one that was asked for. */
export function passes({ item, rig, project, types }: HappeningFilter, told: Told): boolean {
  const { happening } = told;
  if (item !== undefined && happening.item?.id !== item) return false;
  if (project !== undefined && happening.item?.project !== project) return false;
  if (rig !== undefined && !told.rigs.has(rig)) return false;
  return types === undefined || types.some((type) => happening.type === type || happening.type.startsWith(`${type}.`));
}

/** Whether a filter lets everything pass. */
export function passesAll(filter: HappeningFilter): boolean {
  return Object.keys(filter).length === 0;
}
