import type { Theme } from '../../wire/api/card.ts';
import type { NodePlace } from './node-place.ts';
import { fit } from './fit.ts';
import type { Font } from './fit.ts';
import { element } from './markup.ts';
import type { Markup } from './markup.ts';
import { styleOf } from './theme.ts';

/** Pixels; the shape that social networks show a shared link's picture in. */
export const width = 480;
export const height = 252;
/** Pixels between the border and what stands inside. */
export const margin = 24;
export const inner = width - 2 * margin;

/** What a card says of itself besides what it shows. */
export interface Framed {
  title: string;
  description: string;
  node: NodePlace;
  /** On the right of the last line. */
  foot: string;
  theme: Theme | undefined;
}

/** A card: what stands in it, on paper, with the node that says so in its last line. */
export function frame({ title, description, node, foot, theme }: Framed, ...parts: readonly Markup[]): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const picture = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img', 'font-family': "Verdana,'DejaVu Sans',sans-serif" },
    element('title', {}, title),
    element('desc', {}, description),
    styleOf(theme),
    element('rect', { class: 'paper', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 10 }),
    ...parts,
    line(`${node.name} · ${node.host}`, { x: margin, y: 236, size: 10, room: 300, className: 'dim' }),
    line(foot, { x: width - margin, y: 236, size: 10, room: 120, className: 'dim', anchor: 'end' }),
  );
  return picture.text;
}

export interface Line extends Font {
  x: number;
  y: number;
  /** Pixels that it may take. */
  room: number;
  className: 'text' | 'dim' | 'accent';
  anchor?: 'start' | 'middle' | 'end';
}

/** One line of text, as far as there is room for it. */
export function line(text: string, { x, y, size, bold = false, room, className, anchor = 'start' }: Line): Markup {
  const attributes = { class: className, x, y, 'font-size': size, 'text-anchor': anchor };
  const weight = bold ? { 'font-weight': 'bold' } : {};
  return element('text', { ...attributes, ...weight }, fit(text, room, { size, bold }));
}
