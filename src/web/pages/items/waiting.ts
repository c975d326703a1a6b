import { listOutbox } from '../../../operations/show-outbox.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { when } from '../../parts/time.ts';
import type { Visit } from '../../visit.ts';
import { eventWords } from './event-words.ts';

/** Acts of the viewer on this item that its home hasn't answered yet, or has refused lately. */
export function waiting({ services, viewer }: Visit, item: string): Html | false {
  if (viewer === undefined) return false;
  const acts = listOutbox(services, viewer.who.id, { limit: 50 }).items.filter(
    (act) => act.item === item && act.state !== 'won',
  );
  if (acts.length === 0) return false;
  return html`<ul class="alert">
    ${acts.map(
      ({ type, state, created_at: at, next_at: next }) =>
        html`<li>
          You ${eventWords(type)} ${when(at)}:
          ${state === 'queued' ? 'the item’s home hasn’t answered yet' : `its home says ${state}`}${next !== undefined && html`; tried again ${when(next)}`}
        </li>`,
    )}
  </ul>`;
}
