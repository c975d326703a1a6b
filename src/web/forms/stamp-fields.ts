import { dimensions, severities } from '../../wire/words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { words } from '../parts/choices.ts';
import type { Option } from '../parts/choices.ts';
import { selectField, textArea, textField } from './fields.ts';
import type { Filled, Typed } from './filled.ts';
import { given } from './given.ts';
import { commaSeparated, textOf } from './lists.ts';

const hints = {
  quality: 'How good the work is.',
  reliability: 'Whether it came as agreed.',
  creativity: 'How much was found rather than followed.',
} as const;

const scores: Option[] = [
  ['', 'not judged'],
  ...[5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1].map((score): Option => [String(score), `${score} of 5`]),
];

/** What a validator says of work: three scores apart, and how sure they are of each. */
export function stampFields(filled: Filled): Html {
  return html`<div class="dimensions">
      ${dimensions.map(
        (name) =>
          html`<fieldset>
            <legend>${name}</legend>
            <p class="hint">${hints[name]}</p>
            ${selectField(filled, { name: `${name}-score`, label: 'Score', required: true, path: `dimensions/${name}/score`, options: scores })}
            ${textField(filled, { name: `${name}-confidence`, label: 'Sure to, in %', type: 'number', max: 3, required: false, path: `dimensions/${name}/confidence` })}
          </fieldset>`,
      )}
    </div>
    ${selectField(filled, { name: 'severity', label: 'How far it reaches', required: true, options: words(severities), hint: 'leaf: this work alone; branch: what is built on it; root: much depends on it.' })}
    ${textField(filled, { name: 'skills', label: 'Skills that it shows', hint: 'Separated by commas.' })}
    ${textArea(filled, { name: 'message', label: 'Message', max: 2000, rows: 2 })}`;
}

/** Whether any dimension was judged. */
export function isStamp(typed: Typed): boolean {
  return dimensions.some((name) => (typed[`${name}-score`] ?? '') !== '');
}

/** A stamp as the API takes it. */
export function stampSaid(typed: Typed): Record<string, unknown> {
  const judged = dimensions.filter((name) => (typed[`${name}-score`] ?? '') !== '');
  const said = judged.map((name) => {
    const confidence = textOf(typed[`${name}-confidence`]);
    return [
      name,
      given({
        score: Number(typed[`${name}-score`]),
        confidence: confidence === undefined ? undefined : Number(confidence) / 100,
      }),
    ];
  });
  return {
    dimensions: Object.fromEntries(said) as Record<string, unknown>,
    ...given({
      severity: textOf(typed['severity']),
      skills: commaSeparated(typed['skills']),
      message: textOf(typed['message']),
    }),
  };
}
