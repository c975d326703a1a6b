import type { Relay } from '../../../operations/show-relays.ts';
import type { Who } from '../../../wire/api/references.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { shortName } from '../../parts/rig.ts';

/** Units of the picture; a narrow screen shows it at about its size. */
const width = 340;
const rowHeight = 24;
/** How far to the right this node, what it pulls from, and what came by that stand. */
const columns = [14, 38, 62] as const;
/** Of one node's relays so many have a row. */
const mostRows = 8;
/** Of a letter, about. */
const letter = 6.6;

interface Row {
  column: 0 | 1 | 2;
  look: string;
  name: string;
  note: string;
  /** The row that it hangs on. */
  from: number;
}

/** Who relays whom as a tree: this node, whom it pulls from, and beneath each what else came by it. */
export function relayPicture(self: Who, relays: readonly Relay[]): Html {
  const rows = rowsOf(self, relays);
  const height = rows.length * rowHeight;
  return html`<svg
    class="relays"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="relays-title relays-text"
  >
    <title id="relays-title">Who relays whom</title>
    <desc id="relays-text">${inWords(self, relays)}</desc>
    ${rows.map(way)}${rows.map(spot)}
  </svg>`;
}

function rowsOf(self: Who, relays: readonly Relay[]): Row[] {
  const rows: Row[] = [{ column: 0, look: 'self', name: shortName(self), note: 'this node', from: 0 }];
  for (const { node, state, own, brought } of relays) {
    const at = rows.length;
    const note = [state === 'in touch' ? '' : state, own > 0 ? counted(own) : ''].filter((part) => part !== '');
    rows.push({ column: 1, look: looks[state], name: shortName(node), note: note.join(', '), from: 0 });
    for (const { origin, entries } of brought.slice(0, mostRows)) {
      rows.push({ column: 2, look: 'origin', name: shortName(origin), note: counted(entries), from: at });
    }
    const more = brought.length - mostRows;
    if (more > 0) rows.push({ column: 2, look: 'origin', name: `and ${more} more`, note: '', from: at });
  }
  return rows;
}

const looks: Record<Relay['state'], string> = {
  'in touch': 'peer',
  'never synced': 'peer',
  failing: 'peer failing',
  paused: 'peer resting',
  'no peer': 'peer resting',
};

/** From the row that it hangs on down, and to the right. */
function way({ column, look, from }: Row, index: number): Html | false {
  if (column === 0) return false;
  const x = columns[column - 1];
  return html`<path class="way ${look}" d="M${x} ${middle(from)}V${middle(index)}H${columns[column]}" />`;
}

function spot({ column, look, name, note }: Row, index: number): Html {
  const y = middle(index);
  const x = columns[column] + 13;
  return html`<circle class="${look}" cx="${columns[column]}" cy="${y}" r="${column === 2 ? 5 : 7}" />
    <text x="${x}" y="${y + 4}">${fitting(name, (width - x) / letter - note.length - 1)}</text>
    <text class="note" x="${width - 2}" y="${y + 4}">${note}</text>`;
}

function middle(row: number): number {
  return row * rowHeight + rowHeight / 2;
}

function fitting(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, Math.floor(letters) - 1)}…` : name;
}

const short = new Intl.NumberFormat('en', { notation: 'compact' });

function counted(entries: number): string {
  return `${short.format(entries)} ${entries === 1 ? 'entry' : 'entries'}`;
}

/** What the picture shows, for whoever hears it; the table of origins beneath has all of it. */
function inWords(self: Who, relays: readonly Relay[]): string {
  const peers = relays.filter(({ state }) => state !== 'no peer').length;
  const pulls = `${shortName(self)} pulls from ${peers} ${peers === 1 ? 'peer' : 'peers'}.`;
  const brought = relays
    .filter((relay) => relay.brought.length > 0)
    .map(
      ({ node, brought: logs }) =>
        `By ${shortName(node)} came ${logs.length} ${logs.length === 1 ? 'log' : 'logs'} of others.`,
    );
  return [pulls, ...brought, 'The table of origins says it log by log.'].join(' ');
}
