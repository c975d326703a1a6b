import { makeBadge } from 'badge-maker';
import { badgeOf } from '../../domain/reputation/badge.ts';
import type { Badge } from '../../domain/reputation/badge.ts';
import type { BadgeQuery } from '../../wire/api/badge.ts';
import { dimensions } from '../../wire/words.ts';
import { findRig } from '../find-named.ts';
import { readable } from '../pictures/readable.ts';
import type { Services } from '../ports.ts';

/** A rig's reputation under this node's roots as a picture for a README. */
export async function showBadge(services: Services, typed: string, query: BadgeQuery): Promise<string> {
  const { id, handle } = findRig(services, typed);
  const { dimension = 'quality' } = query;
  const { trust } = services;
  await trust.ready(id);
  const stamps = trust.picture(id).trusted[dimensions.indexOf(dimension)] ?? 0;
  return drawBadge(badgeOf(handle, dimension, trust.reputation(id)[dimension], stamps));
}

/** No text is longer in a picture. */
const maxText = 80;

/** The picture, in the style that people know from shields.io; whatever a text holds stays text. */
export function drawBadge({ label, message, color }: Badge): string {
  return makeBadge({ label: readable(label, maxText), message: readable(message, maxText), color });
}
