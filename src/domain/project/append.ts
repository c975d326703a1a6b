import { append, leafHash, rootOf } from '../merkle.ts';
import type { TreeNodes } from '../merkle.ts';
import type { State } from '../state.ts';

/** The complete subtrees of a log's Merkle tree, as they stand in the state. */
export function treeOf(state: State, origin: string): TreeNodes {
  const tree = state.table('tree');
  return { get: (level, index) => tree.get(origin, level, index)?.hash };
}

/** Appends a leaf to a log's tree and moves its head: `seq` must follow the last one. The checkpoint stays as it is. */
export function appendLeaf(state: State, origin: string, seq: number, loggedAt: number, hash: string): void {
  const nodes = treeOf(state, origin);
  for (const node of append(nodes, seq - 1, leafHash(seq, loggedAt, hash))) {
    state.table('tree').put({ origin, level: node.level, idx: node.index, hash: node.hash });
  }
  const checkpoint = state.table('logs').get(origin)?.checkpoint ?? '';
  state.table('logs').put({ origin, seq, root: rootOf(nodes, seq), logged_at: loggedAt, checkpoint });
}
