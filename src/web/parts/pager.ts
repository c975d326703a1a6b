import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { link } from '../links.ts';

/** The way on through a list, and back to its beginning. */
export function nextPage(path: string, typed: Record<string, string>, next: string | null): Html | false {
  const { cursor, ...rest } = typed;
  if (cursor === undefined && next === null) return false;
  return html`<nav class="pager" aria-label="Pages">
    ${cursor !== undefined && html`<a class="button plain" href="${link(path, rest)}">First page</a>`}
    ${next !== null && html`<a class="button plain" rel="next" href="${link(path, { ...rest, cursor: next })}">Next page</a>`}
  </nav>`;
}
