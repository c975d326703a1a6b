import { hash } from 'node:crypto';

/**
 * The Merkle tree of a log: RFC 9162 sections 2.1.1 to 2.1.5, with the leaves of protocol.md section 4. All hashes are
 * lowercase hex; leaves count from 0 here, so entry `seq` is leaf `seq - 1`.
 */

/** Hashes of complete subtrees: level 0 holds the leaves, and (level, index) covers leaves from index × 2^level. */
export interface TreeNodes {
  get(level: number, index: number): string | undefined;
}

export interface TreeNode {
  level: number;
  index: number;
  hash: string;
}

export interface InclusionClaim {
  leaf: string;
  /** From 0. */
  index: number;
  size: number;
  proof: readonly string[];
  root: string;
}

export interface ConsistencyClaim {
  first: number;
  second: number;
  firstRoot: string;
  secondRoot: string;
  proof: readonly string[];
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot = hash('sha256', '', 'hex');

const hashFormat = /^[0-9a-f]{64}$/;

/** Leaf hash of a log's entry; `loggedAt` in milliseconds, `entryHash` the SHA-256 of its text. */
export function leafHash(seq: number, loggedAt: number, entryHash: string): string {
  if (!isHash(entryHash)) throw new TypeError('an entry hash is 64 lowercase hex digits');
  const input = Buffer.alloc(49); // begins with the 0x00 that marks a leaf
  input.writeBigUInt64BE(BigInt(seq), 1);
  input.writeBigUInt64BE(BigInt(loggedAt), 9);
  input.write(entryHash, 17, 'hex');
  return hash('sha256', input, 'hex');
}

/** The complete nodes that leaf number `size` closes, itself first; the caller keeps them all. */
export function append(nodes: TreeNodes, size: number, leaf: string): TreeNode[] {
  if (!isHash(leaf)) throw new TypeError('a leaf hash is 64 lowercase hex digits');
  checkNumber(size, 0, Number.MAX_SAFE_INTEGER, 'size');
  let top: TreeNode = { level: 0, index: size, hash: leaf };
  const closed = [top];
  while (top.index % 2 === 1) {
    const left = kept(nodes, top.level, top.index - 1);
    top = { level: top.level + 1, index: (top.index - 1) / 2, hash: parent(left, top.hash) };
    closed.push(top);
  }
  return closed;
}

/** Root of the first `size` leaves. */
export function rootOf(nodes: TreeNodes, size: number): string {
  checkNumber(size, 0, Number.MAX_SAFE_INTEGER, 'size');
  return size === 0 ? emptyRoot : rangeHash(nodes, 0, size);
}

/** Audit path of one leaf in the tree of the first `size` leaves (section 2.1.3.1), lowest sibling first. */
export function inclusionProof(nodes: TreeNodes, index: number, size: number): string[] {
  checkNumber(index, 0, size - 1, 'index');
  const proof: string[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.push(rangeHash(nodes, middle, end));
      end = middle;
    } else {
      proof.push(rangeHash(nodes, start, middle));
      start = middle;
    }
  }
  return proof.reverse();
}

/** Proof that the tree of `second` leaves extends that of `first` ≥ 1 (section 2.1.4.1); empty when they are equal. */
export function consistencyProof(nodes: TreeNodes, first: number, second: number): string[] {
  checkNumber(first, 1, second, 'first');
  const proof: string[] = [];
  let start = 0;
  let end = second;
  // SUBPROOF of the RFC, walked down: the old tree is what stands in [start, first).
  while (first < end) {
    const middle = start + splitOf(end - start);
    if (first <= middle) {
      proof.push(rangeHash(nodes, middle, end));
      end = middle;
    } else {
      proof.push(rangeHash(nodes, start, middle));
      start = middle;
    }
  }
  // The old tree itself is known to the reader, a part of it isn't.
  if (start > 0) proof.push(rangeHash(nodes, start, end));
  return proof.reverse();
}

/** Whether the proof shows that `leaf` stands at `index` in the tree with that root (section 2.1.3.2). */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!isNumber(index, 0, size - 1) || !Number.isSafeInteger(size)) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  let position = index;
  let last = size - 1;
  let hashSoFar = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hashSoFar = parent(sibling, hashSoFar);
      // Levels at which the right edge has no sibling are passed over.
      while (position % 2 === 0 && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      hashSoFar = parent(hashSoFar, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && hashSoFar === root;
}

/** Whether the proof shows that the second tree extends the first, which has a leaf at least (section 2.1.4.2). */
export function verifyConsistency({ first, second, firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  if (!isNumber(first, 1, second) || !Number.isSafeInteger(second)) return false;
  if (![firstRoot, secondRoot, ...proof].every(isHash)) return false;
  if (first === second) return proof.length === 0 && firstRoot === secondRoot;

  let position = first - 1;
  let last = second - 1;
  while (position % 2 === 1) {
    position = half(position);
    last = half(last);
  }
  // The first tree is one complete subtree exactly when nothing of its position is left: then its root begins the path.
  const path = position === 0 ? [firstRoot, ...proof] : [...proof];
  const [start, ...siblings] = path;
  if (start === undefined || proof.length === 0) return false;
  let firstSoFar = start;
  let secondSoFar = start;
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      firstSoFar = parent(sibling, firstSoFar);
      secondSoFar = parent(sibling, secondSoFar);
      while (position % 2 === 0 && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      secondSoFar = parent(secondSoFar, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && firstSoFar === firstRoot && secondSoFar === secondRoot;
}

/** The right edge of a tree: enough to append and to know the root, one hash a level. */
export class Frontier {
  /** By level: the root of the complete subtree of that height, where `size` has one. */
  #peaks: (Buffer | undefined)[] = [];
  #size = 0;

  /** The edge of the first `size` leaves of a kept tree. */
  static of(nodes: TreeNodes, size: number): Frontier {
    checkNumber(size, 0, Number.MAX_SAFE_INTEGER, 'size');
    const frontier = new Frontier();
    frontier.#size = size;
    for (let level = 0, count = size; count > 0; level += 1, count = half(count)) {
      const peak = count % 2 === 1 ? Buffer.from(kept(nodes, level, count - 1), 'hex') : undefined;
      frontier.#peaks.push(peak);
    }
    return frontier;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends one leaf hash. */
  push(leaf: string): void {
    if (!isHash(leaf)) throw new TypeError('a leaf hash is 64 lowercase hex digits');
    let top: Buffer = Buffer.from(leaf, 'hex');
    let level = 0;
    for (let left = this.#peaks[0]; left !== undefined; left = this.#peaks[level]) {
      top = parentBytes(left, top);
      this.#peaks[level] = undefined;
      level += 1;
    }
    this.#peaks[level] = top;
    this.#size += 1;
  }

  /** Root of all leaves so far. */
  root(): string {
    let right: Buffer | undefined;
    for (const peak of this.#peaks) {
      if (peak !== undefined) right = right === undefined ? peak : parentBytes(peak, right);
    }
    return right === undefined ? emptyRoot : right.toString('hex');
  }

  /** An independent copy. */
  clone(): Frontier {
    const copy = new Frontier();
    copy.#peaks = [...this.#peaks];
    copy.#size = this.#size;
    return copy;
  }
}

/** MTH(D[start:end]); ranges come from splits at powers of two, so a complete one is a kept node. */
function rangeHash(nodes: TreeNodes, start: number, end: number): string {
  const length = end - start;
  if (length === 1) return kept(nodes, 0, start);
  const split = splitOf(length);
  if (split * 2 === length) return kept(nodes, Math.log2(length), start / length);
  return parent(rangeHash(nodes, start, start + split), rangeHash(nodes, start + split, end));
}

/** The largest power of two smaller than `length` ≥ 2. */
function splitOf(length: number): number {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
}

function kept(nodes: TreeNodes, level: number, index: number): string {
  const node = nodes.get(level, index);
  if (!isHash(node)) throw new Error(`tree node ${index} of level ${level} is missing or damaged`);
  return node;
}

/** Sizes are doubles and may pass 2^31, where `>> 1` would go wrong. */
function half(value: number): number {
  return Math.floor(value / 2);
}

/** Used again for each node: nothing here is asynchronous. */
const parentInput = Buffer.alloc(65);
parentInput[0] = 0x01;

function parent(left: string, right: string): string {
  parentInput.write(left, 1, 'hex');
  parentInput.write(right, 33, 'hex');
  return hash('sha256', parentInput, 'hex');
}

function parentBytes(left: Buffer, right: Buffer): Buffer {
  left.copy(parentInput, 1);
  right.copy(parentInput, 33);
  return hash('sha256', parentInput, 'buffer');
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && hashFormat.test(value);
}

function isNumber(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function checkNumber(value: number, min: number, max: number, name: string): void {
  if (!isNumber(value, min, max)) throw new RangeError(`${name} must be a whole number from ${min} to ${max}`);
}
