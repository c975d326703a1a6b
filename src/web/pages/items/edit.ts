import { findItem } from '../../../operations/find-named.ts';
import { itemView } from '../../../operations/views/item.ts';
import { namesOf } from '../../../operations/views/names.ts';
import type { Item } from '../../../wire/api/item.ts';
import { filled } from '../../forms/filled.ts';
import { form } from '../../forms/form.ts';
import { itemFields } from '../../forms/item-fields.ts';
import { itemTyped } from '../../forms/item-values.ts';
import { html } from '../../html.ts';
import { signedInPage } from '../../page.ts';
import type { Page } from '../../page.ts';
import type { Visit } from '../../visit.ts';

/** Where an item is changed. */
export const editItemForm = signedInPage('/items/:id/edit', editItemPage);

/** The same for a form that came back. */
export function editItemPage(visit: Visit): Page {
  const item = editedItem(visit);
  const shown = filled(visit, 'edit', itemTyped(item));
  const main = html`<h1>Edit <a href="/items/${item.id}" dir="auto">${item.title}</a></h1>
    ${item.status !== 'open' && html`<p class="alert">While it is worked on, only priority, tags and more reviewers can be changed.</p>`}
    ${form(visit, shown, { action: `/items/${item.id}/edit`, button: 'Save', fields: itemFields(shown) })}`;
  return { title: `Edit ${item.title}`, place: '/', main };
}

/** The item that the URL names. */
export function editedItem({ services, request }: Visit): Item {
  const row = findItem(services, (request.params as { id: string }).id);
  return itemView(services, namesOf(services), row);
}
