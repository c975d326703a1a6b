import { append, leafHash, rootOf } from '../merkle.ts';
import type { TreeNodes } from '../merkle.ts';
import type { LogRow, State } from '../state.ts';

/** Hex digits of SHA-256. */
const hashLength = 64;

/** The complete subtrees of a log's Merkle tree, as they stand in the state. */
export function treeOf(state: State, origin: string): TreeNodes {
  const tree = state.table('tree');
  return {
    get: (level, index) => {
      const last = (index + 1) * 2 ** level;
      const from = level * hashLength;
      return tree.get(origin, last)?.closed.slice(from, from + hashLength);
    },
  };
}

/** The same for as long as nothing is appended: each node is read once, and proofs of neighbours share most of theirs. */
export function stillTreeOf(state: State, origin: string): TreeNodes {
  const tree = treeOf(state, origin);
  const read = new Map<string, string | undefined>();
  return {
    get: (level, index) => {
      const name = `${level} ${index}`;
      if (!read.has(name)) read.set(name, tree.get(level, index));
      return read.get(name);
    },
  };
}

/** Appends a leaf to a log's tree: `seq` must follow the last one. The head's root stays open until `closeHead`, which one
 * call does for any number of leaves; the checkpoint stays as it is. */
export function addLeaf(state: State, origin: string, seq: number, loggedAt: number, hash: string): void {
  const nodes = append(treeOf(state, origin), seq - 1, leafHash(seq, loggedAt, hash));
  state.table('tree').put({ origin, seq, closed: nodes.map((node) => node.hash).join('') });
  const checkpoint = state.table('logs').get(origin)?.checkpoint ?? '';
  state.table('logs').put({ origin, seq, root: '', logged_at: loggedAt, checkpoint });
}

/** Gives a log's head the root of all leaves that were added, and hands it out; undefined for a log without entries. */
export function closeHead(state: State, origin: string): LogRow | undefined {
  const head = state.table('logs').get(origin);
  if (head === undefined || head.root !== '') return head;
  const closed = { ...head, root: rootOf(treeOf(state, origin), head.seq) };
  state.table('logs').put(closed);
  return closed;
}
