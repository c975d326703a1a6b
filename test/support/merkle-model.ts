import { createHash } from 'node:crypto';
import { append } from '../../src/domain/merkle.ts';
import type { TreeNodes } from '../../src/domain/merkle.ts';

/** The definitions of RFC 9162 section 2.1 word by word, over lists of leaf hashes: slow, and easy to compare. */

function sha256(...hex: string[]): string {
  return createHash('sha256')
    .update(Buffer.from(hex.join(''), 'hex'))
    .digest('hex');
}

/** The largest power of two smaller than n. */
function k(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

/** MTH (section 2.1.1), the hashing of leaves apart. */
export function treeHash(d: string[]): string {
  const [only] = d;
  if (only === undefined) return sha256();
  if (d.length === 1) return only;
  return sha256('01', treeHash(d.slice(0, k(d.length))), treeHash(d.slice(k(d.length))));
}

/** PATH(m, D_n) (section 2.1.3.1). */
export function auditPath(m: number, d: string[]): string[] {
  if (d.length === 1) return [];
  const [left, right] = [d.slice(0, k(d.length)), d.slice(k(d.length))];
  if (m < left.length) return [...auditPath(m, left), treeHash(right)];
  return [...auditPath(m - left.length, right), treeHash(left)];
}

/** PROOF(m, D_n) (section 2.1.4.1). */
export function consistencyPath(m: number, d: string[]): string[] {
  return subproof(m, d, true);
}

function subproof(m: number, d: string[], whole: boolean): string[] {
  if (m === d.length) return whole ? [] : [treeHash(d)];
  const [left, right] = [d.slice(0, k(d.length)), d.slice(k(d.length))];
  if (m <= left.length) return [...subproof(m, left, whole), treeHash(right)];
  return [...subproof(m - left.length, right, false), treeHash(left)];
}

/** Any number of different leaf hashes. */
export function leaves(count: number, salt = ''): string[] {
  return Array.from({ length: count }, (_, at) => createHash('sha256').update(`${salt} leaf ${at}`).digest('hex'));
}

/** Complete subtrees in memory, filled by nothing but `append`. */
export class KeptTree implements TreeNodes {
  readonly #nodes = new Map<string, string>();
  size = 0;

  static of(leafHashes: string[]): KeptTree {
    const tree = new KeptTree();
    for (const leaf of leafHashes) tree.push(leaf);
    return tree;
  }

  get(level: number, index: number): string | undefined {
    return this.#nodes.get(`${level} ${index}`);
  }

  push(leaf: string): void {
    for (const { level, index, hash } of append(this, this.size, leaf)) {
      const name = `${level} ${index}`;
      if (this.#nodes.has(name)) throw new Error(`node ${name} was closed twice`);
      this.#nodes.set(name, hash);
    }
    this.size += 1;
  }
}
