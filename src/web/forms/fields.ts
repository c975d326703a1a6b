import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { options } from '../parts/choices.ts';
import type { Option } from '../parts/choices.ts';
import { errorOf } from './filled.ts';
import type { Filled } from './filled.ts';

interface Field {
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
  max?: number;
  type?: 'text' | 'number' | 'password';
  /** What browsers may fill in. */
  autocomplete?: string;
  /** The member of what the form makes, where it isn't called so. */
  path?: string;
}

/** One line of text. */
export function textField(filled: Filled, field: Field): Html {
  const { name, type = 'text', required, max, autocomplete = 'off' } = field;
  const { attributes, around } = parts(filled, field);
  return around(
    html`<input
      id="${attributes.id}"
      name="${name}"
      type="${type}"
      value="${type === 'password' ? '' : filled.values[name]}"
      autocomplete="${autocomplete}"
      ${max !== undefined && html` maxlength="${max}"`}${required && html` required`}${attributes.described}
    />`,
  );
}

/** Text of many lines. */
export function textArea(filled: Filled, field: Field & { rows?: number }): Html {
  const { name, required, max, rows = 4 } = field;
  const { attributes, around } = parts(filled, field);
  // The first line break behind the tag is the parser's, not the text's.
  return around(
    html`<textarea
      id="${attributes.id}"
      name="${name}"
      rows="${rows}"
      dir="auto"
      ${max !== undefined && html` maxlength="${max}"`}${required && html` required`}${attributes.described}
    >
${filled.values[name]}</textarea>`,
  );
}

/** One of several. */
export function selectField(filled: Filled, field: Field & { options: readonly Option[] }): Html {
  const { attributes, around } = parts(filled, field);
  return around(
    html`<select id="${attributes.id}" name="${field.name}" ${attributes.described}>
      ${options(field.options, filled.values[field.name])}
    </select>`,
  );
}

/** Names a field and says what is wrong with it, for ears as for eyes. */
function parts(filled: Filled, { name, label, hint, required, path = name }: Field) {
  const id = `${filled.name}-${name}`;
  const error = errorOf(filled, path);
  const named = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  const described = html`${named !== '' && html` aria-describedby="${named}"`}${error !== undefined && html` aria-invalid="true"`}`;
  const around = (input: Html): Html =>
    html`<div class="field">
      <label for="${id}">${label}${required !== true && html` <span class="dim">(optional)</span>`}</label>
      ${input}${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}
    </div>`;
  return { attributes: { id, described }, around };
}
