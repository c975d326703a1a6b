import { priorityNames } from '../../wire/words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** A status as a coloured word. Only words that the projection makes come here; another one has no colour. */
export function statusBadge(status: string): Html {
  return html`<span class="badge ${status}">${status.replaceAll('_', ' ')}</span>`;
}

/** What a priority's number means. */
export function priorityName(priority: number): string {
  return priorityNames[priority] ?? String(priority);
}
