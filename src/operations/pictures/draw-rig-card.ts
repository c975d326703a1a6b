import { scoreWords } from '../../domain/reputation/badge.ts';
import type { DimensionReputation } from '../../domain/reputation/scores.ts';
import type { Theme } from '../../wire/api/card.ts';
import type { Dimension } from '../../wire/words.ts';
import { frame, inner, line, margin, width } from './frame.ts';
import type { Markup } from './markup.ts';
import type { NodePlace } from './node-place.ts';
import { pill } from './pill.ts';
import { scoreBar } from './score-bar.ts';

/** What a card says of a rig, all texts readable. */
export interface RigCard {
  /** As it calls itself, else its handle. */
  name: string;
  address: string;
  kind: string;
  status: string;
  tier: string;
  dimensions: readonly Judged[];
  /** Accepted ones, and owners who judged them, as far as they count on this node. */
  completions: number;
  validators: number;
  node: NodePlace;
  /** As of when: a day. */
  date: string;
}

interface Judged {
  dimension: Dimension;
  reputation: DimensionReputation;
  /** Stamps by somebody of weight. */
  stamps: number;
}

const barWidth = 176;
const barLeft = 116;
const valueLeft = barLeft + barWidth + 12;
const rowHeight = 34;

/** A rig's record under a node's roots, with what is uncertain about it. */
export function drawRigCard(card: RigCard, theme?: Theme): string {
  const { name, address, kind, status, tier, dimensions, node, date } = card;
  const kindWords = status === 'active' ? kind : `${kind}, ${status}`;
  return frame(
    { title: `${name} on ${node.name}`, description: describe(card), node, foot: date, theme },
    line(name, { x: margin, y: 44, size: 20, bold: true, room: inner - 130, className: 'text' }),
    pill(tier, { right: width - margin, y: 37 }),
    line(`${kindWords} · ${address}`, { x: margin, y: 64, size: 11, room: inner, className: 'dim' }),
    ...dimensions.flatMap((judged, index) => row(judged, 84 + index * rowHeight)),
    line(recordOf(card), { x: margin, y: 201, size: 12, room: inner, className: 'text' }),
    line(legend, { x: margin, y: 214, size: 9, room: inner, className: 'dim' }),
  );
}

const legend = 'From 1 to 5. Full: at least so, with 19 chances in 20; pale: where it may lie.';

function row({ dimension, reputation, stamps }: Judged, y: number): Markup[] {
  const known = stamps > 0;
  const value = known ? scoreWords(reputation) : 'not known yet';
  const least = known ? `at least ${score(reputation.lower)}` : 'no trusted stamps';
  return [
    line(dimension, { x: margin, y: y + 10, size: 12, room: barLeft - margin - 8, className: 'text' }),
    line(stamps === 0 ? '' : count(stamps, 'stamp'), {
      x: margin,
      y: y + 22,
      size: 9,
      room: barLeft - margin - 8,
      className: 'dim',
    }),
    scoreBar(known ? reputation : undefined, { x: barLeft, y: y + 3, width: barWidth }),
    line(value, {
      x: valueLeft,
      y: y + 10,
      size: 12,
      bold: known,
      room: width - valueLeft - margin,
      className: 'text',
    }),
    line(least, { x: valueLeft, y: y + 22, size: 9, room: width - valueLeft - margin, className: 'dim' }),
  ];
}

function recordOf({ completions, validators }: RigCard): string {
  return `${count(completions, 'completion')} accepted · ${count(validators, 'validator')} trusted here`;
}

/** For whoever hears pictures. */
function describe(card: RigCard): string {
  const values = card.dimensions.map(({ dimension, reputation, stamps }) =>
    stamps === 0
      ? `${dimension}: no trusted stamps yet`
      : `${dimension} ${scoreWords(reputation)}, at least ${score(reputation.lower)}, ${count(stamps, 'stamp')}`,
  );
  const said = `As ${card.node.name} sees it on ${card.date}, from 1 to 5: ${values.join('; ')}`;
  return `${card.tier}. ${said}. ${recordOf(card)}.`;
}

/** On the scale of scores. */
function score(share: number): string {
  return (1 + 4 * share).toFixed(1);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
