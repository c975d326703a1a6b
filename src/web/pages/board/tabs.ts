import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { link } from '../../links.ts';
import type { Visit } from '../../visit.ts';
import type { Typed } from './query.ts';

/** Members that a tab sets; the others stay as they are. */
const tabbed = ['status', 'ready', 'posted_by', 'claimed_by'];

interface Tab {
  label: string;
  query: Typed;
}

const forAll: readonly Tab[] = [
  { label: 'Open', query: {} },
  { label: 'Ready', query: { ready: 'true' } },
  { label: 'Claimed', query: { status: 'claimed' } },
  { label: 'In review', query: { status: 'in_review' } },
  { label: 'Completed', query: { status: 'completed' } },
  { label: 'All', query: { status: 'all' } },
];

const mine: readonly Tab[] = [
  { label: 'My work', query: { claimed_by: '@me' } },
  { label: 'My postings', query: { posted_by: '@me' } },
];

/** The usual ways to look at the board. */
export function tabs({ viewer }: Visit, typed: Typed): Html {
  const all = viewer === undefined ? forAll : [...forAll, ...mine];
  const { cursor: _cursor, ...kept } = typed;
  const others = Object.fromEntries(Object.entries(kept).filter(([name]) => !tabbed.includes(name)));
  return html`<div class="tabs">
    <nav aria-label="Views">
      ${all.map(({ label, query }) => {
        const current = tabbed.every((name) => typed[name] === query[name]);
        return html`<a href="${link('/', { ...others, ...query })}" ${current && html` aria-current="page"`}
          >${label}</a
        >`;
      })}
    </nav>
    <nav aria-label="Layout">${viewLink('List', undefined, kept)}${viewLink('Columns', 'columns', kept)}</nav>
  </div>`;
}

function viewLink(label: string, view: string | undefined, typed: Typed): Html {
  const current = typed['view'] === view;
  return html`<a href="${link('/', { ...typed, view })}" ${current && html` aria-current="true"`}>${label}</a>`;
}
