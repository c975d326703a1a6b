import { fitLines } from './fit.ts';
import { frame, inner, line, margin } from './frame.ts';
import type { NodePlace } from './node-place.ts';
import { pill } from './pill.ts';

/** What a card says of an item, all texts readable. */
export interface ItemCard {
  title: string;
  status: string;
  /** Type, priority, effort. */
  facts: readonly string[];
  skills: readonly string[];
  postedBy: string;
  node: NodePlace;
  /** When it last changed: a day. */
  date: string;
}

const titleFont = { size: 20, bold: true };
const lineHeight = 28;
const mostLines = 4;

/** An item of the board for whoever gets a link to it. */
export function drawItemCard({ title, status, facts, skills, postedBy, node, date }: ItemCard): string {
  const foot = { x: margin, size: 12, room: inner, className: 'dim' } as const;
  const lines = fitLines(title, inner, titleFont, mostLines);
  return frame(
    { title, description: `${status}. ${facts.join(', ')}.`, node, foot: date, theme: 'light' },
    pill(status, { left: margin, y: 35 }),
    ...lines.map((text, index) => line(text, { ...foot, ...titleFont, y: 76 + index * lineHeight, className: 'text' })),
    line([...facts, ...skills].join(' · '), { ...foot, y: 188 }),
    line(`posted by ${postedBy}`, { ...foot, y: 206 }),
  );
}
