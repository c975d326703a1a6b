import { MemoryState } from '../domain/memory-state.ts';
import { applyEntry } from '../domain/project/apply.ts';
import type { IdentityRow } from '../domain/state.ts';
import { judgeEntry } from '../identity/judge.ts';
import { loggedAtRange } from '../wire/checkpoint.ts';

/**
 * Whether these documents are a node's: judged as the beginning of its log, by the same judge as all logs (protocol.md
 * section 2). It says that the identity is real, not that it is who answers: what it gives is signed piece by piece.
 */
export function proveNode(id: string, documents: readonly string[]): IdentityRow | undefined {
  const state = new MemoryState();
  for (const [index, jws] of documents.entries()) {
    const judgement = judgeEntry(state, { origin: id, seq: index + 1, logged_at: loggedAtRange.min, jws });
    if (judgement.row.code !== 'ok' || judgement.document?.id !== id) return undefined;
    applyEntry(state, judgement);
  }
  const node = state.table('identities').get(id);
  return node?.kind === 'node' ? node : undefined;
}
