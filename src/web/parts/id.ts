import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** Digits that people see of an id (protocol.md section 3). */
const shown = 10;

/** The beginning of an item's, completion's or stamp's id. */
export function shortId(id: string): string {
  return id.slice(0, shown + 2);
}

/** A text that people want elsewhere: a script adds the button. */
export function copyable(text: string, label = text): Html {
  return html`<code class="copy" data-copy="${text}">${label}</code>`;
}
