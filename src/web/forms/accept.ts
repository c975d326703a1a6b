import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { may } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { textField } from './fields.ts';
import { filled } from './filled.ts';
import { form } from './form.ts';
import { isStamp, stampFields } from './stamp-fields.ts';

/** Accepts work, with a stamp for whoever did it if the reviewer likes. */
export function acceptForm(visit: Visit, item: string): Html {
  const shown = filled(visit, 'accept');
  const fields = html`${textField(shown, { name: 'reason', label: 'Reason', max: 1000 })}
  ${may(visit, 'stamp') && html`<details${isStamp(shown.values) && html` open`}><summary>Stamp the work too</summary>${stampFields(shown)}</details>`}`;
  return form(visit, shown, { action: `/items/${item}/accept`, button: 'Accept the work', fields });
}
