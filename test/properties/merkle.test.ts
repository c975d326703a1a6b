import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import {
  consistencyProof,
  Frontier,
  inclusionProof,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../src/domain/merkle.ts';
import { auditPath, consistencyPath, KeptTree, leaves, treeHash } from '../support/merkle-model.ts';

const max = 2000;
const all = leaves(max);
const tree = KeptTree.of(all);
const sizes = fc.oneof(fc.integer({ min: 1, max }), fc.constantFrom(1, 2, 1023, 1024, 1025, max));
const hashes = fc.oneof(fc.constantFrom(...all.slice(0, 5)), fc.stringMatching(/^[0-9a-f]{64}$/));

/** The seed of this run, printed so that a failure can be repeated. */
function seeded(t: { comment(text: string): void }, numRuns: number): { seed: number; numRuns: number } {
  const seed = randomInt(2 ** 31);
  t.comment(`fast-check seed ${seed}`);
  return { seed, numRuns };
}

t.test('roots and proofs are those of the RFC at any size', async (t) => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, anyIndex, anyFirst) => {
      const index = anyIndex % size;
      const first = 1 + (anyFirst % size);
      const d = all.slice(0, size);
      const root = treeHash(d);
      const path = auditPath(index, d);
      const proof = consistencyPath(first, d);
      const claim = { first, second: size, firstRoot: treeHash(d.slice(0, first)), secondRoot: root, proof };
      return (
        rootOf(tree, size) === root &&
        Frontier.of(tree, size).root() === root &&
        inclusionProof(tree, index, size).join() === path.join() &&
        consistencyProof(tree, first, size).join() === proof.join() &&
        verifyInclusion({ leaf: all[index] ?? '', index, size, proof: path, root }) &&
        verifyConsistency(claim)
      );
    }),
    seeded(t, 150),
  );
  t.pass();
});

t.test('a right edge that is cloned, resumed and pushed in any order knows each root', async (t) => {
  const steps = fc.array(fc.oneof(fc.constant('clone' as const), fc.constant('resume' as const), fc.nat({ max: 40 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.nat({ max: 300 }), steps, (start, moves) => {
      let frontier = Frontier.of(tree, start);
      for (const move of moves) {
        const before = frontier;
        const rootBefore = before.root();
        if (move === 'clone') frontier = frontier.clone();
        else if (move === 'resume') frontier = Frontier.of(tree, frontier.size);
        else {
          frontier = frontier.clone();
          for (const leaf of all.slice(frontier.size, frontier.size + move)) frontier.push(leaf);
        }
        if (frontier.root() !== rootOf(tree, frontier.size)) return false;
        if (before.root() !== rootBefore) return false;
      }
      return true;
    }),
    seeded(t, 200),
  );
  t.pass();
});

t.test('no other leaf, index or size is shown by an edited inclusion proof', async (t) => {
  fc.assert(
    fc.property(sizes, fc.nat(), sizes, fc.nat(), hashes, fc.nat(), (size, anyIndex, size2, anyIndex2, hash, place) => {
      const index = anyIndex % size;
      const root = rootOf(tree, size);
      const proof = inclusionProof(tree, index, size);
      const leaf = all[index] ?? '';
      const index2 = anyIndex2 % size;
      const edited = proof.toSpliced(place % (proof.length + 1), place % 2, hash);
      return (
        verifyInclusion({ leaf, index, size, proof, root }) &&
        (index2 === index || !verifyInclusion({ leaf, index: index2, size, proof, root })) &&
        (size2 === size || !verifyInclusion({ leaf, index, size, proof, root: rootOf(tree, size2) })) &&
        (hash === leaf || !verifyInclusion({ leaf: hash, index, size, proof, root })) &&
        (edited.join() === proof.join() || !verifyInclusion({ leaf, index, size, proof: edited, root }))
      );
    }),
    seeded(t, 500),
  );
  t.pass();
});

t.test('no other pair of roots is shown by an edited consistency proof', async (t) => {
  fc.assert(
    fc.property(sizes, fc.nat(), sizes, hashes, fc.nat(), (second, anyFirst, otherFirst, hash, place) => {
      const first = 1 + (anyFirst % second);
      const proof = consistencyProof(tree, first, second);
      const claim = { first, second, firstRoot: rootOf(tree, first), secondRoot: rootOf(tree, second), proof };
      const edited = proof.toSpliced(place % (proof.length + 1), place % 2, hash);
      return (
        verifyConsistency(claim) &&
        (otherFirst === first || !verifyConsistency({ ...claim, firstRoot: rootOf(tree, otherFirst) })) &&
        (hash === claim.secondRoot || !verifyConsistency({ ...claim, secondRoot: hash })) &&
        (edited.join() === proof.join() || !verifyConsistency({ ...claim, proof: edited }))
      );
    }),
    seeded(t, 500),
  );
  t.pass();
});

t.test('two logs that part ways at any place are never consistent', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.nat(), hashes, (size, anyFirst, anyPlace, hash) => {
      const first = 1 + (anyFirst % size);
      const place = anyPlace % first;
      fc.pre(hash !== all[place]);
      const forged = KeptTree.of(all.slice(0, size).with(place, hash));
      const proof = consistencyProof(forged, first, size);
      const secondRoot = rootOf(forged, size);
      return (
        !verifyConsistency({ first, second: size, firstRoot: rootOf(tree, first), secondRoot, proof }) &&
        verifyConsistency({ first, second: size, firstRoot: rootOf(forged, first), secondRoot, proof })
      );
    }),
    seeded(t, 200),
  );
  t.pass();
});
