import { filled } from '../../forms/filled.ts';
import { form } from '../../forms/form.ts';
import { itemFields } from '../../forms/item-fields.ts';
import { html } from '../../html.ts';
import { signedInPage } from '../../page.ts';
import type { Page } from '../../page.ts';
import type { Visit } from '../../visit.ts';

/** Where work is posted. */
export const newItem = signedInPage('/items/new', newItemPage);

/** The same for a form that came back. */
export function newItemPage(visit: Visit): Page {
  const parent = (visit.request.query as { parent?: string }).parent ?? '';
  const shown = filled(visit, 'item', { priority: '2', effort: 'medium', type: 'feature', parent });
  const main = html`<h1>New item</h1>
    ${form(visit, shown, { action: '/items', button: 'Post it', fields: itemFields(shown) })}`;
  return { title: 'New item', place: '/', main };
}
