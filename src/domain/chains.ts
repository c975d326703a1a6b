import type { DocumentRow } from './state.ts';

/** The chain that counts among the documents of one identity, from document 0 on. */
export interface WinningChain {
  chain: DocumentRow[];
  /** True when a fork isn't decided: the chain then ends at the document before the fork. */
  disputed: boolean;
}

/** Says which of several documents after `predecessor` stands first in the log that decides; undefined when none does. */
export type FirstOf = (predecessor: DocumentRow, candidates: DocumentRow[]) => DocumentRow | undefined;

/**
 * Walks from document 0 and decides each fork without any clock (protocol.md section 2, "Forks of a chain"): (a) a branch
 * that holds a document signed by a recovery key of the fork's document beats one that holds none, (b) else `firstOf`
 * decides, (c) else the identity is disputed.
 */
export function winningChain(documents: readonly DocumentRow[], firstOf: FirstOf): WinningChain {
  const children = childrenOf(documents);
  let current = documents.find((document) => document.prev === null);
  const chain: DocumentRow[] = [];
  while (current !== undefined) {
    chain.push(current);
    const branches: DocumentRow[] = children.get(current.hash) ?? [];
    const next = branches.length > 1 ? decideFork(current, branches, children, firstOf) : branches[0];
    if (next === undefined && branches.length > 1) return { chain, disputed: true };
    current = next;
  }
  return { chain, disputed: false };
}

function childrenOf(documents: readonly DocumentRow[]): Map<string, DocumentRow[]> {
  const children = new Map<string, DocumentRow[]>();
  for (const document of documents) {
    if (document.prev === null) continue;
    const siblings = children.get(document.prev);
    if (siblings === undefined) children.set(document.prev, [document]);
    else siblings.push(document);
  }
  return children;
}

function decideFork(
  fork: DocumentRow,
  branches: DocumentRow[],
  children: ReadonlyMap<string, DocumentRow[]>,
  firstOf: FirstOf,
): DocumentRow | undefined {
  const recovery = new Set(fork.recovery);
  const recovered = branches.filter((branch) => recovery.size > 0 && holdsSigner(branch, recovery, children));
  const candidates = recovered.length > 0 ? recovered : branches;
  return candidates.length === 1 ? candidates[0] : firstOf(fork, candidates);
}

/** Whether the whole subtree from `branch` on holds a document that one of these keys signed. */
function holdsSigner(
  branch: DocumentRow,
  kids: ReadonlySet<string>,
  children: ReadonlyMap<string, DocumentRow[]>,
): boolean {
  const waiting = [branch];
  for (let document = waiting.pop(); document !== undefined; document = waiting.pop()) {
    if (kids.has(document.kid)) return true;
    waiting.push(...(children.get(document.hash) ?? []));
  }
  return false;
}
