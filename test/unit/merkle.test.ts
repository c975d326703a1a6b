import { createHash } from 'node:crypto';
import t from 'tap';
import {
  append,
  consistencyProof,
  emptyRoot,
  Frontier,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../src/domain/merkle.ts';
import { auditPath, consistencyPath, KeptTree, leaves, treeHash } from '../support/merkle-model.ts';

const max = 70;
const all = leaves(max);
const tree = KeptTree.of(all);
const roots = Array.from({ length: max + 1 }, (_, size) => treeHash(all.slice(0, size)));
const rootAt = (size: number): string => roots[size] ?? '';
const other = 'ab'.repeat(32);

t.test('a leaf is 0x00, seq, time and hash, 49 bytes in all', async (t) => {
  const entryHash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const input = `00${'0000000000000001'}${'0000018bcfe56800'}${entryHash}`;
  const expected = createHash('sha256').update(Buffer.from(input, 'hex')).digest('hex');
  t.equal(leafHash(1, 1_700_000_000_000, entryHash), expected);
  t.not(leafHash(2, 1_700_000_000_000, entryHash), expected);
  t.not(leafHash(1, 1_700_000_000_001, entryHash), expected);
  t.not(leafHash(1, 1_700_000_000_000, other), expected);
  t.equal(leafHash(2 ** 32, 2_147_483_647_000, other).length, 64);
  for (const wrong of ['', entryHash.slice(1), `${entryHash}00`, entryHash.toUpperCase(), `~${entryHash}`]) {
    t.throws(() => leafHash(1, 1_700_000_000_000, wrong), TypeError);
  }
});

t.test('known answers: the test tree of Certificate Transparency implementations', async (t) => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const known = KeptTree.of(
    inputs.map((hex) =>
      createHash('sha256')
        .update(Buffer.from(`00${hex}`, 'hex'))
        .digest('hex'),
    ),
  );
  t.equal(emptyRoot, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  t.equal(rootOf(known, 0), emptyRoot);
  t.equal(rootOf(known, 1), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  t.equal(rootOf(known, 2), 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
  t.equal(rootOf(known, 8), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

t.test('roots of all sizes, from kept nodes and from the right edge', async (t) => {
  const growing = new Frontier();
  for (let size = 0; size <= max; size += 1) {
    const expected = rootAt(size);
    t.equal(rootOf(tree, size), expected, `size ${size}`);
    t.equal(growing.root(), expected, `right edge of ${size}`);
    t.equal(growing.size, size);
    const resumed = Frontier.of(tree, size);
    t.equal(resumed.root(), expected, `resumed at ${size}`);
    const copy = growing.clone();
    for (const leaf of all.slice(size)) {
      resumed.push(leaf);
      copy.push(leaf);
    }
    t.equal(resumed.root(), rootAt(max), `resumed at ${size}, then pushed to the end`);
    t.equal(copy.root(), rootAt(max), `cloned at ${size}, then pushed to the end`);
    t.equal(growing.root(), expected, 'the clone is independent');
    const next = all[size];
    if (next !== undefined) growing.push(next);
  }
});

t.test('append gives exactly the nodes that the leaf closes', async (t) => {
  t.strictSame(append(tree, 0, other), [{ level: 0, index: 0, hash: other }]);
  t.strictSame(
    append(tree, 7, all[7] ?? '').map(({ level, index }) => [level, index]),
    [
      [0, 7],
      [1, 3],
      [2, 1],
      [3, 0],
    ],
  );
  t.equal(append(tree, 7, all[7] ?? '').at(-1)?.hash, rootAt(8));
  t.equal(append(tree, 8, all[8] ?? '').length, 1);
});

t.test('inclusion proofs of all leaves in all sizes', async (t) => {
  for (let size = 1; size <= max; size += 1) {
    const root = rootAt(size);
    for (let index = 0; index < size; index += 1) {
      const leaf = all[index] ?? '';
      const proof = inclusionProof(tree, index, size);
      const claim = { leaf, index, size, proof, root };
      t.strictSame(proof, auditPath(index, all.slice(0, size)));
      if (!verifyInclusion(claim)) t.fail(`leaf ${index} of ${size} isn't shown`);

      const wrong = [
        ...proof.map((_, at) => ({ ...claim, proof: proof.with(at, other) })),
        ...proof.slice(1).map((_, at) => ({ ...claim, proof: swapped(proof, at) })),
        { ...claim, leaf: other },
        { ...claim, root: other },
        { ...claim, proof: [...proof, other] },
        { ...claim, proof: [other, ...proof] },
        ...(proof.length > 0
          ? [
              { ...claim, proof: proof.slice(1) },
              { ...claim, proof: proof.slice(0, -1) },
            ]
          : []),
        ...Array.from({ length: size }, (_, at) => ({ ...claim, index: at })).filter((each) => each.index !== index),
      ];
      for (const each of wrong) {
        if (verifyInclusion(each)) t.fail(`leaf ${index} of ${size} is shown by ${JSON.stringify(each)}`);
      }
    }
  }
});

t.test('consistency proofs of all pairs of sizes', async (t) => {
  for (let second = 1; second <= max; second += 1) {
    for (let first = 1; first <= second; first += 1) {
      const proof = consistencyProof(tree, first, second);
      const claim = { first, second, firstRoot: rootAt(first), secondRoot: rootAt(second), proof };
      t.strictSame(proof, consistencyPath(first, all.slice(0, second)));
      if (!verifyConsistency(claim)) t.fail(`${first} → ${second} isn't shown`);

      const wrong = [
        ...proof.map((_, at) => ({ ...claim, proof: proof.with(at, other) })),
        ...proof.slice(1).map((_, at) => ({ ...claim, proof: swapped(proof, at) })),
        { ...claim, firstRoot: other },
        { ...claim, secondRoot: other },
        ...(first < second ? [{ ...claim, firstRoot: other, secondRoot: other }] : []),
        { ...claim, proof: [...proof, other] },
        { ...claim, proof: [other, ...proof] },
        ...(proof.length > 0
          ? [
              { ...claim, proof: proof.slice(1) },
              { ...claim, proof: proof.slice(0, -1) },
            ]
          : []),
        ...(first < second ? [{ ...claim, first: second, second: first }] : []),
      ];
      for (const each of wrong) {
        if (verifyConsistency(each)) t.fail(`${first} → ${second} is shown by ${JSON.stringify(each)}`);
      }
    }
  }
});

t.test('a tree that was rewritten is never consistent with the old one', async (t) => {
  for (let first = 1; first <= 20; first += 1) {
    for (let changed = 0; changed < first; changed += 1) {
      const rewritten = KeptTree.of(all.slice(0, 20).with(changed, other));
      const proof = consistencyProof(rewritten, first, 20);
      const secondRoot = rootOf(rewritten, 20);
      t.notOk(verifyConsistency({ first, second: 20, firstRoot: rootAt(first), secondRoot, proof }));
    }
  }
});

t.test('malformed claims are refused, whatever a stranger sends', async (t) => {
  const inclusion = { leaf: all[3] ?? '', index: 3, size: 10, proof: inclusionProof(tree, 3, 10), root: rootAt(10) };
  t.equal(verifyInclusion(inclusion), true);
  for (const change of [
    { index: -1 },
    { index: 10 },
    { index: 3.5 },
    { index: NaN },
    { size: 0 },
    { size: -1 },
    { size: 10.5 },
    { size: Infinity },
    { size: 2 ** 53 },
    { leaf: inclusion.leaf.toUpperCase() },
    { root: `${inclusion.root}\n` },
    { proof: inclusion.proof.map((hash) => hash.toUpperCase()) },
    { proof: inclusion.proof.map((hash) => `${hash}00`) },
    { proof: [] },
  ]) {
    t.equal(verifyInclusion({ ...inclusion, ...change }), false, JSON.stringify(change));
  }
  const proof = consistencyProof(tree, 6, 10);
  const consistency = { first: 6, second: 10, firstRoot: rootAt(6), secondRoot: rootAt(10), proof };
  t.equal(verifyConsistency(consistency), true);
  for (const change of [
    { first: 0 },
    { first: 0, firstRoot: emptyRoot, proof: [] },
    { first: -1 },
    { first: 5.5 },
    { first: 11 },
    { second: 5 },
    { second: 10.5 },
    { second: Infinity },
    { firstRoot: consistency.firstRoot.toUpperCase() },
    { secondRoot: '' },
    { proof: proof.map((hash) => hash.toUpperCase()) },
    { proof: [] },
  ]) {
    t.equal(verifyConsistency({ ...consistency, ...change }), false, JSON.stringify(change));
  }
  const tooShort = { first: 1, firstRoot: rootAt(1), secondRoot: rootAt(2), proof: [all[1] ?? ''] };
  t.equal(verifyConsistency({ ...tooShort, second: 2 }), true);
  t.equal(verifyConsistency({ ...tooShort, second: 3 }), false, 'a path that ends below the root of such a tree');
  const equal = { first: 6, second: 6, firstRoot: rootAt(6), secondRoot: rootAt(6), proof: [] };
  t.equal(verifyConsistency(equal), true);
  t.equal(verifyConsistency({ ...equal, secondRoot: rootAt(7) }), false);
  t.equal(verifyConsistency({ ...equal, proof: [rootAt(6)] }), false);
});

t.test('questions that have no answer throw', async (t) => {
  t.throws(() => rootOf(tree, -1), RangeError);
  t.throws(() => rootOf(tree, 1.5), RangeError);
  t.throws(() => inclusionProof(tree, 0, 0), RangeError);
  t.throws(() => inclusionProof(tree, 5, 5), RangeError);
  t.throws(() => inclusionProof(tree, -1, 5), RangeError);
  t.throws(() => consistencyProof(tree, 0, 5), RangeError);
  t.throws(() => consistencyProof(tree, 6, 5), RangeError);
  t.throws(() => rootOf(tree, max + 1), /missing/);
  t.throws(() => rootOf({ get: () => 'no hash' }, 1), /damaged/);
  t.throws(() => append(tree, 3, 'no hash'), TypeError);
  t.throws(() => new Frontier().push('no hash'), TypeError);
  t.throws(() => Frontier.of(tree, -1), RangeError);
});

/** The same hashes, two neighbours exchanged. */
function swapped(proof: string[], at: number): string[] {
  return proof.with(at, proof[at + 1] ?? '').with(at + 1, proof[at] ?? '');
}
