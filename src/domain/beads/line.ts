import type { Item } from '../../wire/api/item.ts';
import type { Who } from '../../wire/api/references.ts';
import type { BeadEdge, BeadLine } from '../../wire/bead.ts';
import { criteriaOf } from './acceptance.ts';
import { beadType } from './kinds.ts';
import { beadOrigin } from './origin.ts';
import { beadStatus } from './stages.ts';

/** The ids that an item's bead names: its own, of those that it waits for, of its parent. */
export interface BeadNames {
  id: string;
  waitsFor: readonly string[];
  parent?: string;
}

/** The bead of an item, as bd reads it. */
export function beadLine(item: Item, { id, waitsFor, parent }: BeadNames): BeadLine {
  const edge = (type: BeadEdge['type'], on: string): BeadEdge => {
    return { issue_id: id, depends_on_id: on, type, created_at: item.created_at };
  };
  const parents = parent === undefined ? [] : [edge('parent-child', parent)];
  const dependencies = [...waitsFor.map((each) => edge('blocks', each)), ...parents];
  const origin = beadOrigin(item.origin_ref);
  const externalRef = origin === undefined ? item.origin_ref : origin.externalRef;
  const { claimed_by: worker, description = '' } = item;
  return {
    _type: 'issue',
    id,
    title: item.title,
    ...(description === '' ? {} : { description }),
    ...(item.acceptance.length === 0 ? {} : { acceptance_criteria: criteriaOf(item.acceptance) }),
    ...beadStatus(item),
    priority: item.priority,
    issue_type: beadType(item),
    ...(worker === null ? {} : { assignee: nameOf(worker) }),
    created_at: item.created_at,
    created_by: nameOf(item.posted_by),
    updated_at: item.updated_at,
    ...(externalRef === undefined || externalRef === '' ? {} : { external_ref: externalRef }),
    ...(item.tags.length === 0 ? {} : { labels: item.tags }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
  };
}

function nameOf({ id, address }: Who): string {
  return address ?? id;
}
