import type { EventResults, Problem } from '../../client/api.ts';
import { actedOf } from '../../mcp/acted.ts';
import type { ActAnswer } from '../../mcp/acted.ts';
import type { Actor } from '../../mcp/board.ts';
import type { EventReceipt } from '../../wire/api/event.ts';
import type { Acted as ToolActed } from '../../wire/api/tools.ts';
import type { EventType } from '../../wire/event.ts';
import { madeId } from '../../wire/made-id.ts';
import type { Acted, Door, Posting } from '../acting/door.ts';

/** The acts of tools by a door of the command line. */
export function doorActor(door: Door): Actor {
  return {
    // The same contract, once as TypeBox has it and once as the OpenAPI document.
    post: (posting) => told('wanted.posted', door.post(posting as Posting)),
    claim: (item) => told('wanted.claimed', door.claim(item)),
    progress: (item, said) => told('work.progressed', door.progress(item, said)),
    release: (item, said) => told('wanted.released', door.release(item, said)),
    submit: (item, work) => told('work.submitted', door.submit(item, work)),
    accept: (item, said) => told('work.accepted', door.accept(item, said)),
    reject: (item, said) => told('work.rejected', door.reject(item, said)),
    stamp: ({ completion, ...said }) => told('stamp.issued', door.stampCompletion(completion, said)),
    comment: ({ about, text }) => told('comment.posted', door.comment(about, text)),
  };
}

/** What a node answers to signed acts; an acceptance with a stamp is two, of which the stamp may not have been done. */
type Signed = EventResults | { accept: EventResults; stamp: EventResults | Problem | null };

async function told(type: EventType, acting: Promise<Acted>): Promise<ToolActed> {
  const acted = await acting;
  const answer = acted.answer as ActAnswer | Signed;
  if ('results' in answer) return signedOf(type, answer, acted);
  if (!('accept' in answer)) return actedOf(answer);
  return { ...signedOf(type, answer.accept, acted), stamp: stampOf(answer.stamp, acted) };
}

function signedOf(type: EventType, results: EventResults, { item, made, queued }: Acted): ToolActed {
  const event = eventOf(type, results);
  return {
    ...(made !== undefined && { made }),
    ...(item !== undefined && { item }),
    ...(event !== undefined && { event }),
    ...(queued !== undefined && { outbox: queued }),
  };
}

/** The receipt of the last act of a request; undefined while it waits. */
function eventOf(type: EventType, { results, checkpoint: here }: EventResults): EventReceipt | undefined {
  const last = results.at(-1);
  if (last === undefined || !('seq' in last)) return undefined;
  const { item: _item, checkpoint = here, ...place } = last;
  return { type, ...place, ...(checkpoint !== undefined && { checkpoint }) };
}

function stampOf(stamp: EventResults | Problem | null, { undone }: Acted): NonNullable<ToolActed['stamp']> {
  if (undone !== undefined || stamp === null || !('results' in stamp)) return { problem: undone?.why ?? 'not stamped' };
  const event = eventOf('stamp.issued', stamp as EventResults);
  const made = event && madeId('stamp.issued', event.hash);
  return { ...(event && { event }), ...(made !== undefined && { made }) };
}
