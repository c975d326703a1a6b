import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';

/** What something says of itself in a word each; what it doesn't say is left out. */
export function factList(rows: readonly [name: string, value: Part][]): Html {
  const given = rows.filter(([, value]) => value !== false && value !== undefined);
  return html`<dl class="facts">
    ${given.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
