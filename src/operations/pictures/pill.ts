import { widthOf } from './fit.ts';
import { line } from './frame.ts';
import { element } from './markup.ts';
import type { Markup } from './markup.ts';

const size = 11;
const padding = 10;

/** One of our own words on a coloured ground, ending at `right` or beginning at `left`, with its middle at `y`. */
export function pill(word: string, place: { left: number; y: number } | { right: number; y: number }): Markup {
  const width = Math.ceil(widthOf(word, { size, bold: true })) + 2 * padding;
  const x = 'left' in place ? place.left : place.right - width;
  return element(
    'g',
    {},
    element('rect', { class: 'soft', x, y: place.y - 11, width, height: 22, rx: 11 }),
    line(word, {
      x: x + width / 2,
      y: place.y + 4,
      size,
      bold: true,
      room: width,
      className: 'accent',
      anchor: 'middle',
    }),
  );
}
