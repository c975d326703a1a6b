import { html } from '../html.ts';
import type { Html } from '../html.ts';

export type Option = readonly [value: string, label: string];

/** The options of a select, one of them chosen. */
export function options(all: readonly Option[], chosen: string | undefined): Html[] {
  return all.map(
    ([value, label]) => html`<option value="${value}" ${value === (chosen ?? '') && html` selected`}>${label}</option>`,
  );
}

/** Words as options that say themselves. */
export function words(all: readonly string[]): Option[] {
  return all.map((word) => [word, word.replaceAll('_', ' ')]);
}
