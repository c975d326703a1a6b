import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { foreign } from '../markdown.ts';

/** A place that a stranger names: a link when it is one of the web, a text otherwise. */
export function outside(url: string): Html {
  if (!/^https?:\/\/[^\s]+$/i.test(url) || !URL.canParse(url)) return html`<bdi class="outside">${url}</bdi>`;
  return html`<a class="outside" href="${url}" rel="${foreign}">${url}</a>`;
}
