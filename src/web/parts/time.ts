import { html } from '../html.ts';
import type { Html } from '../html.ts';

const shape = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** A moment in UTC; a script may say instead how long ago it was, and then the hover has the moment. */
export function when(rfc3339: string): Html {
  const text = shape.format(Date.parse(rfc3339));
  return html`<time datetime="${rfc3339}" title="${rfc3339.slice(0, 19).replace('T', ' ')} UTC">${text}</time>`;
}
