import { createHash } from 'node:crypto';
import t from 'tap';
import { readToken } from '../../src/identity/strict-jws.ts';
import { HttpNode } from '../support/http-node.ts';
import { auditPath, consistencyPath, treeHash } from '../support/merkle-model.ts';

/** The proofs that a node serves, against the definitions of RFC 9162 section 2.1 over the leaves of protocol.md section 4. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);
for (let number = 0; number < 17; number += 1) await node.rig(`rig-${number}`);

const lines = (await node.get(`/v1/logs/${node.id}/events`)).text.trimEnd().split('\n');
const leaves = lines.map((line) => leafOf(JSON.parse(line)));
const at = `/v1/logs/${node.id}/proof`;

function leafOf({ seq, logged_at: loggedAt, jws }: { seq: number; logged_at: number; jws: string }): string {
  const leaf = Buffer.alloc(49);
  leaf.writeBigUInt64BE(BigInt(seq), 1);
  leaf.writeBigUInt64BE(BigInt(loggedAt), 9);
  createHash('sha256').update(jws).digest().copy(leaf, 17);
  return createHash('sha256').update(leaf).digest('hex');
}

t.test('every entry is in every log that is long enough', async (test) => {
  test.equal(leaves.length, 18);
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    for (let seq = 1; seq <= size; seq += 1) {
      const { body } = await node.get(`${at}?seq=${seq}&size=${size}`);
      const wanted = { leaf: leaves[seq - 1], root: treeHash(tree), proof: auditPath(seq - 1, tree) };
      test.same({ leaf: body.leaf, root: body.root, proof: body.proof }, wanted, `${seq} in ${size}`);
    }
  }
});

t.test('every log extends every shorter one', async (test) => {
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    for (let from = 1; from <= size; from += 1) {
      const { body } = await node.get(`${at}?from=${from}&size=${size}`);
      const wanted = [treeHash(tree.slice(0, from)), treeHash(tree), consistencyPath(from, tree)];
      test.same([body.from_root, body.root, body.proof], wanted, `${from} to ${size}`);
    }
  }
});

t.test('the checkpoint comes with the proof that it covers', async (test) => {
  const [{ checkpoint, root, seq }] = (await node.get('/v1/logs')).body.items;
  for (const query of ['seq=3', 'from=3', `seq=3&size=${seq}`]) {
    const { body } = await node.get(`${at}?${query}`);
    test.same([body.size, body.root, body.checkpoint], [seq, root, checkpoint], query);
  }
  const reading = readToken(checkpoint);
  test.match(reading.ok && reading.token.payload, { iss: node.id, seq, root });
  test.equal((await node.get(`${at}?seq=3&size=${seq - 1}`)).body.checkpoint, undefined);
});

t.test('what is no proof', async (test) => {
  const [{ seq: size }] = (await node.get('/v1/logs')).body.items;
  const refused: [query: string, status: number][] = [
    ['', 400],
    ['?size=3', 400],
    ['?seq=1&from=1', 400],
    ['?seq=0', 400],
    ['?from=0', 400],
    [`?seq=${size + 1}`, 404],
    ['?seq=4&size=3', 404],
    ['?from=4&size=3', 404],
    [`?seq=1&size=${size + 1}`, 404],
  ];
  for (const [query, status] of refused) test.equal((await node.get(`${at}${query}`)).status, status, query);
});
