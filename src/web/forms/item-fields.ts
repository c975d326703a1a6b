import { efforts, itemTypes } from '../../wire/words.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { priorityName } from '../parts/badge.ts';
import { words } from '../parts/choices.ts';
import type { Option } from '../parts/choices.ts';
import { selectField, textArea, textField } from './fields.ts';
import type { Filled } from './filled.ts';

const priorities = [0, 1, 2, 3, 4].map((priority): Option => [String(priority), priorityName(priority)]);

const leases: Option[] = [
  ['', 'without end'],
  ['86400', 'a day'],
  ['259200', 'three days'],
  ['604800', 'a week'],
  ['2592000', 'thirty days'],
];

/** Everything that a posting says. */
export function itemFields(filled: Filled): Html {
  return html`${textField(filled, { name: 'title', label: 'Title', required: true, max: 400, hint: 'What you want done, in one line.' })}
    ${textArea(filled, { name: 'description', label: 'Description', max: 8000, rows: 8, hint: 'Markdown. What somebody must know who has never heard of it.' })}
    ${textArea(filled, { name: 'acceptance', label: 'Accepted when', rows: 3, hint: 'One point a line: what a reviewer will check.' })}
    <div class="columns even">
      ${selectField(filled, { name: 'type', label: 'Type', required: true, options: words(itemTypes) })}
      ${selectField(filled, { name: 'priority', label: 'Priority', required: true, options: priorities })}
      ${selectField(filled, { name: 'effort', label: 'Effort', required: true, options: words(efforts) })}
      ${selectField(filled, { name: 'claim_ttl', label: 'A claim lasts', required: true, options: leasesWith(filled.values['claim_ttl']) })}
      ${textField(filled, { name: 'project', label: 'Project', max: 64 })}
      ${textField(filled, { name: 'tags', label: 'Tags', hint: 'Separated by commas.' })}
      ${textField(filled, { name: 'skills', label: 'Skills', hint: 'Separated by commas.' })}
      ${textField(filled, { name: 'reviewers', label: 'Reviewers', hint: 'Handles or addresses, separated by commas; they may accept besides you.' })}
      ${textField(filled, { name: 'depends_on', label: 'Depends on', hint: 'Ids of items, separated by commas.' })}
      ${textField(filled, { name: 'parent', label: 'Part of', hint: 'Id of an item.' })}
      ${textField(filled, { name: 'origin_ref', label: 'Comes from', max: 255, hint: 'An issue elsewhere, for instance.' })}
      ${textField(filled, { name: 'min_tier', label: 'Tier needed', type: 'number', hint: '1 to 3.' })}
    </div>`;
}

/** A lease of another length than the usual ones is kept as it is. */
function leasesWith(chosen: string | undefined): Option[] {
  if (chosen === undefined || leases.some(([value]) => value === chosen)) return leases;
  return [...leases, [chosen, `${chosen} seconds`]];
}
