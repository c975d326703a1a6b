import { itemTypes } from '../../../wire/words.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { options, words } from '../../parts/choices.ts';
import type { Option } from '../../parts/choices.ts';
import type { Typed } from './query.ts';

const sorts: Option[] = [
  ['', 'Most urgent'],
  ['-priority', 'Least urgent'],
  ['-created', 'Newest'],
  ['created', 'Oldest'],
  ['-updated', 'Lately changed'],
  ['updated', 'Longest unchanged'],
];

const kept = ['status', 'ready', 'posted_by', 'claimed_by', 'home', 'parent', 'view'];

/** What narrows the board, as a form that makes its URL. */
export function filters(typed: Typed): Html {
  return html`<form class="filters" role="search" action="/">
    <label class="grow"
      ><span>Search</span
      ><input type="search" name="q" value="${typed['q']}" placeholder="words in title, text, tags" maxlength="400"
    /></label>
    <label
      ><span>Type</span
      ><select name="type">
        ${options([['', 'Any'], ...words(itemTypes)], typed['type'])}
      </select></label
    >
    ${short('Project', 'project', typed)}${short('Skill', 'skill', typed)}${short('Tag', 'tag', typed)}
    <label
      ><span>Order</span
      ><select name="sort">
        ${options(sorts, typed['sort'])}
      </select></label
    >
    ${kept.map((name) => typed[name] !== undefined && html`<input type="hidden" name="${name}" value="${typed[name]}" />`)}
    <button>Search</button>
    ${Object.keys(typed).length > 0 && html`<a class="reset" href="/">Reset</a>`}
  </form>`;
}

function short(label: string, name: string, typed: Typed): Html {
  return html`<label
    ><span>${label}</span><input name="${name}" value="${typed[name]}" maxlength="64" class="short"
  /></label>`;
}
