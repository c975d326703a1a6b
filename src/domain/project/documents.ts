import { winningChain } from '../chains.ts';
import type { AuthorRow, DocumentRow, IdentityRow, KeyReach, State } from '../state.ts';

/** Layer one of the projection: documents, winning chains, keys, homes (protocol.md sections 2 and 5). */

/** Notes that a document counts in a log, and makes anew how that log's prefix knows its identity. */
export function placeDocument(state: State, document: DocumentRow, origin: string, seq: number): void {
  if (state.table('documents').get(document.hash) === undefined) state.table('documents').put(document);
  state.table('places').put({ origin, hash: document.hash, id: document.id, seq });
  const author = authorInLog(state, origin, document.id);
  if (author !== undefined) state.table('authors').put(author);
}

/** Documents of one identity that count in one log, with where they stand there. */
export function documentsInLog(state: State, origin: string, id: string): { document: DocumentRow; seq: number }[] {
  return state
    .table('places')
    .list('author', origin, id)
    .flatMap((place) => {
      const document = state.table('documents').get(place.hash);
      return document === undefined ? [] : [{ document, seq: place.seq }];
    });
}

/** How one log's prefix knows an author: forks are decided within the prefix, recovery-signed, else first. */
function authorInLog(state: State, origin: string, id: string): AuthorRow | undefined {
  const placed = documentsInLog(state, origin, id);
  const seqOf = new Map(placed.map(({ document, seq }) => [document.hash, seq]));
  const documents = placed.map(({ document }) => document);
  const { chain } = winningChain(documents, (_fork, candidates) => firstPlaced(candidates, seqOf));
  const tip = chain.at(-1);
  if (tip === undefined) return undefined;
  const known = documents.flatMap((document) => Object.entries(document.keys).map(([kid, { x }]) => [kid, x]));
  return {
    origin,
    id,
    kind: tip.payload.kind,
    known: Object.fromEntries(known) as Record<string, string>,
    in_force: Object.keys(tip.keys),
    tip: tip.hash,
    tip_seq: seqOf.get(tip.hash) ?? 0,
    tombstone: tip.payload.status === 'tombstone',
  };
}

function firstPlaced(candidates: DocumentRow[], seqOf: ReadonlyMap<string, number>): DocumentRow | undefined {
  let first: DocumentRow | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const seq = seqOf.get(candidate.hash);
    if (seq === undefined || seq >= least) continue;
    first = candidate;
    least = seq;
  }
  return first;
}

/** The chain from document 0 to `hash` among the documents known, document 0 first. */
export function chainTo(state: State, hash: string): DocumentRow[] {
  const chain: DocumentRow[] = [];
  let next = state.table('documents').get(hash);
  while (next !== undefined) {
    chain.push(next);
    next = next.prev === null ? undefined : state.table('documents').get(next.prev);
  }
  return chain.reverse();
}

/** An identity as everything known shows it: forks go to the branch that stands first in the log of their document's
 * home. Undefined while no document of it counts anywhere. */
export function identityOf(state: State, id: string): IdentityRow | undefined {
  const documents = state.table('documents').list('id', id);
  const { chain, disputed } = winningChain(documents, (fork, candidates) => {
    const home = fork.payload.home ?? id;
    const places = state.table('places');
    const seqs = candidates.flatMap(({ hash }) => {
      const place = places.get(home, hash);
      return place === undefined ? [] : [[hash, place.seq] as const];
    });
    return firstPlaced(candidates, new Map(seqs));
  });
  const first = chain[0];
  const tip = chain.at(-1);
  if (first === undefined || tip === undefined) return undefined;
  const { payload } = tip;
  return {
    id,
    row_name: `${first.payload.handle}-${id.slice(0, 22)}`,
    handle: payload.handle,
    name: payload.name === undefined || payload.name === '' ? null : payload.name,
    kind: payload.kind,
    status: disputed ? 'disputed' : (payload.status ?? 'active'),
    home: payload.home ?? id,
    owner: payload.owner ?? null,
    tip: tip.hash,
    seq: tip.seq,
    keys: Object.keys(tip.keys).sort(),
    custody: Object.fromEntries(
      Object.entries(tip.keys).flatMap(([kid, key]) => (key.custody === undefined ? [] : [[kid, key.custody]])),
    ),
    also_known_as: payload.also_known_as ?? [],
    reach: reachOf(id, chain),
  };
}

/** Every key that the chain ever held: the homes of the documents that hold it, and its smallest `upto` once dropped. */
function reachOf(id: string, chain: readonly DocumentRow[]): Record<string, KeyReach> {
  const reach: Record<string, KeyReach> = {};
  for (const { keys, payload } of chain) {
    const home = payload.home ?? id;
    for (const kid of Object.keys(keys)) {
      const known = (reach[kid] ??= { homes: [] });
      if (!known.homes.includes(home)) known.homes.push(home);
    }
    for (const { kid, upto } of payload.revoked ?? []) {
      const known = reach[kid];
      if (known !== undefined) known.upto = known.upto === undefined ? { ...upto } : smaller(known.upto, upto);
    }
  }
  return reach;
}

/** Per origin the smaller of two; an origin that either doesn't name is not named. */
function smaller(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const both = Object.entries(a).flatMap(([origin, seq]) => {
    const other = Object.hasOwn(b, origin) ? b[origin] : undefined;
    return other === undefined ? [] : [[origin, Math.min(seq, other)] as const];
  });
  return Object.fromEntries(both);
}
