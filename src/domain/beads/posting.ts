import type { PostRequest } from '../../wire/api/item.ts';
import type { Bead } from '../../wire/bead.ts';
import { pointsOf } from './acceptance.ts';
import { itemKind } from './kinds.ts';
import { originRefOf } from './origin.ts';
import { shorten } from '../shorten.ts';

/** An item for a bead, without the other items that it names. */
export type BeadPosting = Pick<
  PostRequest,
  'title' | 'description' | 'project' | 'type' | 'priority' | 'effort' | 'tags' | 'acceptance' | 'origin_ref'
>;

export interface Written {
  posting: BeadPosting;
  /** Whether something of the bead is longer than an item may be, and was shortened or left out. */
  shortened: boolean;
}

const most = { title: 400, description: 8_000, tags: 32, tag: 64, points: 16, point: 500, originRef: 255 };

/** Bytes of JSON that leave room for the other items that it names, in a token of 16,000 characters. */
const mostJson = 9_800;
const leastRoom = 100;
/** Of which the points to accept may take so many: what is longer stands in the description. */
const mostPoints = 5_000;

const mark = ' …';

/** The item for a bead, or why there can be none. */
export function postingOf(bead: Bead, project: string | undefined): Written | { why: string } {
  const origin = { id: bead.id, ...(bead.external_ref === undefined ? {} : { externalRef: bead.external_ref }) };
  const originRef = originRefOf(origin);
  if (!hasAtMost(most.originRef, originRef)) return { why: 'has more than 248 bytes in id and external_ref' };
  const points = pointsOf(bead.acceptance_criteria);
  const arePoints = fitAsPoints(points);
  const labels = bead.labels ?? [];
  const tags = labels.filter((label) => hasAtMost(most.tag, label)).slice(0, most.tags);
  const title = shorten(bead.title, mark, (text) => hasAtMost(most.title, text));
  const rest: BeadPosting = {
    title,
    ...itemKind(bead.issue_type),
    priority: bead.priority ?? 0,
    origin_ref: originRef,
    ...(project === undefined ? {} : { project }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(points.length > 0 && arePoints ? { acceptance: points } : {}),
  };
  const whole = descriptionOf(bead, arePoints);
  const room = mostJson - jsonBytes(rest);
  if (room < leastRoom) return { why: 'has labels and acceptance criteria that are too long to be signed' };
  const description = shorten(whole, mark, (text) => hasAtMost(most.description, text) && jsonBytes(text) <= room);
  return {
    posting: description === '' ? rest : { ...rest, description },
    shortened: title !== bead.title || description !== whole || tags.length < labels.length,
  };
}

function fitAsPoints(points: string[]): boolean {
  const short = points.every((point) => hasAtMost(most.point, point));
  return short && points.length <= most.points && jsonBytes(points) <= mostPoints;
}

/** What bd keeps in several texts; the criteria too, where they aren't points. */
function descriptionOf(bead: Bead, arePoints: boolean): string {
  const sections = [
    ['Design', bead.design],
    ['Acceptance criteria', arePoints ? '' : bead.acceptance_criteria],
    ['Notes', bead.notes],
  ];
  const written = sections.flatMap(([name, text = '']) => (text.trim() === '' ? [] : [`## ${name}\n\n${text.trim()}`]));
  return [bead.description ?? '', ...written].filter((text) => text !== '').join('\n\n');
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** A text of so many bytes has no more characters: what is far too long isn't measured. */
function hasAtMost(limit: number, text: string): boolean {
  return text.length <= limit && bytes(text) <= limit;
}

function jsonBytes(value: unknown): number {
  return bytes(JSON.stringify(value));
}
