import type { Item } from '../../wire/api/item.ts';
import type { Who } from '../../wire/api/references.ts';
import { oneLine } from './quoted.ts';

/** A rig as people name it. */
export function whoText({ id, handle, address }: Who): string {
  return oneLine(address ?? handle ?? id);
}

/** An item on one line, with the id that other tools take. */
export function itemLine(item: Item): string {
  const { id, priority, type, effort, title, skills } = item;
  const wants = skills.length === 0 ? '' : `, wants ${oneLine(skills.join(', '))}`;
  return `${id} "${oneLine(title)}": ${statusText(item)}, priority ${priority}, ${effort} ${type}${wants}`;
}

/** Where an item stands. */
export function statusText({ status, ready, claimed_by: by, claim }: Item): string {
  if (status === 'open') return ready === false ? 'open, but not ready: it depends on others' : 'open';
  const who = by === null ? '' : ` by ${whoText(by)}`;
  const until = claim?.until === undefined ? '' : ` until ${claim.until}`;
  return `${status.replaceAll('_', ' ')}${who}${until}`;
}
