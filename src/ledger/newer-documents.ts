import type { DocumentRow, State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { Writer } from './writer.ts';

/**
 * Appends to this node's log, of the rigs documented in it, what newer documents of their winning chain are known from
 * other logs, each at most once (protocol.md section 4). Without `ids` of all such rigs. Answers how many were appended;
 * where there is nothing new nothing is committed.
 */
export async function appendNewerDocuments(writer: Writer, ids?: Iterable<string>): Promise<number> {
  const chains = [...(ids ?? documentedHere(writer))]
    .map((id) => missingDocuments(writer.state, writer.origin, id))
    .filter((tokens) => tokens.length > 0);
  const counts = await Promise.all(chains.map(async (tokens) => await appendChain(writer, tokens)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function documentedHere(writer: Writer): Set<string> {
  return new Set(
    writer.state
      .table('places')
      .list('author', writer.origin)
      .map((place) => place.id),
  );
}

/** From the winning chain's latest document back to the first that stands in our log: what is missing, oldest first. */
function missingDocuments(state: State, origin: string, id: string): Token[] {
  if (id === origin) return [];
  const missing: Token[] = [];
  let document = tipOf(state, id);
  while (document !== undefined && state.table('places').get(origin, document.hash) === undefined) {
    const reading = readToken(document.jws);
    if (reading.ok) missing.unshift(reading.token);
    document = document.prev === null ? undefined : state.table('documents').get(document.prev);
  }
  // None of the chain stands here: this rig isn't documented in our log.
  return document === undefined ? [] : missing;
}

function tipOf(state: State, id: string): DocumentRow | undefined {
  const identity = state.table('identities').get(id);
  return identity === undefined ? undefined : state.table('documents').get(identity.tip);
}

/** One that isn't `ok` in our log (too many forks stand there, say) ends its chain; it is tried again at the next sync. */
async function appendChain(writer: Writer, tokens: Token[]): Promise<number> {
  let appended = 0;
  for (const token of tokens) {
    try {
      const { entries } = await writer.propose({ tokens: [token] });
      if (entries.some((entry) => !entry.repeated)) appended += 1;
    } catch (error) {
      if (!(error instanceof WastelandError)) throw error;
      return appended;
    }
  }
  return appended;
}
