import { fitLines } from './fit.ts';
import { frame, inner, line, margin } from './frame.ts';
import type { NodePlace } from './node-place.ts';
import { pill } from './pill.ts';

const nameFont = { size: 30, bold: true };

/** A node's board for whoever gets a link to it. */
export function drawNodeCard(node: NodePlace): string {
  const said = { x: margin, size: 13, room: inner, className: 'dim' } as const;
  return frame(
    { title: node.name, description: 'A board of wanted work.', node, foot: '', theme: 'light' },
    pill('wanted board', { left: margin, y: 35 }),
    ...fitLines(node.name, inner, nameFont, 2).map((text, index) =>
      line(text, { ...said, ...nameFont, y: 100 + index * 38, className: 'text' }),
    ),
    line('A board of wanted work, and who did it: claim an item,', { ...said, y: 182 }),
    line('hand in the work, and what others say of it is your record.', { ...said, y: 200 }),
  );
}
