import { randomUUID } from 'node:crypto';
import type { Services } from '../../operations/ports.ts';
import { toolsByName } from '../tools/all.ts';
import type { Exchange, McpAnswer } from './exchange.ts';

interface Kept {
  changes: number;
  at: number;
  answer: McpAnswer;
  /** What stands in the answer for the id of the call. */
  id: string;
}

/** Answers in memory, characters of one and of what it answers; and milliseconds, as REST keeps its own. */
const capacity = 100;
const largest = 200_000;
const longest = 4_000;
const lifetime = 1_000;

/**
 * Gives the same answer again while nothing that readers see has changed, to calls that differ in nothing but their id: many
 * agents look for the same work, and the protocol's library takes longer over an answer than the board does.
 */
export function keptAnswers(services: Services, exchange: Exchange): Exchange {
  const kept = new Map<string, Kept>();
  return async (call, bearer) => {
    const asked = sameForAll(call.body);
    if (asked === undefined) return await exchange(call, bearer);
    const key = JSON.stringify([call.headers, { ...asked, id: null }]);
    if (key.length > longest) return await exchange(call, bearer);
    const now = services.changes();
    const before = kept.get(key);
    if (before?.changes === now && performance.now() - before.at < lifetime) return withId(before, asked.id);
    kept.delete(key);
    const id = randomUUID();
    const answer = await exchange({ ...call, body: { ...asked, id } }, bearer);
    const made = { changes: now, at: performance.now(), answer, id };
    if (answer.status === 200 && answer.body.length <= largest) {
      const [oldest] = kept.keys();
      if (kept.size >= capacity && oldest !== undefined) kept.delete(oldest);
      kept.set(key, made);
    }
    return withId(made, asked.id);
  };
}

type Call = { id: string | number } & Record<string, unknown>;

/** A call whose answer is the same for everybody, whoever asks; undefined for any other. */
function sameForAll(body: unknown): Call | undefined {
  const { method, id, params } = (body ?? {}) as { method?: unknown; id?: unknown; params?: { name?: unknown } };
  if (method !== 'tools/call' || (typeof id !== 'string' && typeof id !== 'number')) return undefined;
  const name = params?.name;
  return typeof name === 'string' && toolsByName.get(name)?.sameForAll === true ? (body as Call) : undefined;
}

function withId({ answer, id }: Kept, asked: string | number): McpAnswer {
  return { ...answer, body: answer.body.replace(JSON.stringify(id), () => JSON.stringify(asked)) };
}
