import { priorityNames } from '../../wire/words.ts';
import { findItem } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { time } from '../views/present.ts';
import { drawItemCard } from './draw-item-card.ts';
import { nodePlace } from './node-place.ts';
import { readable } from './readable.ts';

/** An item as a picture for a shared link. */
export function showItemCard(services: Services, typed: string): string {
  const row = findItem(services, typed);
  const poster = namesOf(services)(row.posted_by);
  return drawItemCard({
    title: readable(row.title, 400),
    status: row.status.replaceAll('_', ' '),
    facts: [row.type, `${priorityNames[row.priority] ?? row.priority} priority`, `${row.effort} effort`],
    skills: row.skills.map((skill) => readable(skill, 64)),
    postedBy: readable(poster.address ?? poster.id, 320),
    node: nodePlace(services),
    date: time(row.updated_at).slice(0, 10),
  });
}
