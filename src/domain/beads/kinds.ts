import type { Item, PostRequest } from '../../wire/api/item.ts';

type ItemType = PostRequest['type'];

/** bd's types of work and ours; all others are `other`. */
const itemTypes: ReadonlyMap<string, ItemType> = new Map([
  ['feature', 'feature'],
  ['story', 'feature'],
  ['bug', 'bug'],
  ['decision', 'rfc'],
  ['rfc', 'rfc'],
  ['spike', 'research'],
  ['research', 'research'],
  ['design', 'design'],
  ['docs', 'docs'],
]);

/** Of those that bd knows without configuration, since it refuses the others. */
const beadTypes: ReadonlyMap<string, string> = new Map([
  ['feature', 'feature'],
  ['bug', 'bug'],
  ['rfc', 'decision'],
  ['research', 'spike'],
]);

/** The type and the effort of the item for a bead of this type. */
export function itemKind(beadType = 'task'): { type: ItemType; effort: 'epic' | 'medium' } {
  return { type: itemTypes.get(beadType) ?? 'other', effort: beadType === 'epic' ? 'epic' : 'medium' };
}

/** The type of the bead for an item. */
export function beadType({ type, effort }: Pick<Item, 'type' | 'effort'>): string {
  return beadTypes.get(type) ?? (effort === 'epic' ? 'epic' : 'task');
}
