import { createPrivateKey, createPublicKey } from 'node:crypto';
import { makeDigest, stateSource } from '../../src/commons/digest.ts';
import { leafHash } from '../../src/domain/merkle.ts';
import { idOfHash } from '../../src/identity/strict-jws.ts';
import { thumbprint } from '../../src/identity/keys.ts';
import type { PrivateKey } from '../../src/identity/keys.ts';
import { projectLogs } from '../../src/operations/conformance/project-logs.ts';
import type { ProjectAnswer } from '../../src/wire/api/conformance.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { jtiNamed, publicJwk, sha256, tokenOf } from '../support/signing.ts';
import { auditPath, consistencyPath, treeHash } from '../support/merkle-model.ts';
import { project } from '../support/projection.ts';

/** The worked example of FEDERATION.md: one log of five entries, signed with keys that everybody has. */

/** Secret keys of RFC 8032, section 7.1, TEST 1 to TEST 3. */
const seeds = {
  node: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  alice: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  new: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
};

export interface ExampleEntry extends LogEntry {
  what: string;
  payload: unknown;
  hash: string;
  leaf_hash: string;
  verdict: string;
}

export interface FederationExample {
  keys: Record<string, { seed: string; x: string; kid: string }>;
  ids: { node: string; alice: string; item: string };
  entries: ExampleEntry[];
  root: string;
  checkpoint: string;
  /** Of entry 3 in 5, and that 5 extend 2. */
  inclusion: string[];
  consistency: { from_root: string; proof: string[] };
  answer: ProjectAnswer;
  digest: Record<'events' | 'verdicts' | 'projection', string>;
}

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function keyOf(seed: string): PrivateKey {
  const d = Buffer.from(seed, 'hex');
  const signer = createPrivateKey({ key: Buffer.concat([pkcs8, d]), format: 'der', type: 'pkcs8' });
  const x = createPublicKey(signer).export({ format: 'jwk' }).x ?? '';
  return { kid: thumbprint(x), x, jwk: { kty: 'OKP', crv: 'Ed25519', x, d: d.toString('base64url') } };
}

/** The example, made anew: keys and times are fixed, so that it is the same every time. */
export async function federationExample(): Promise<FederationExample> {
  const [nodeKey, aliceKey, newKey] = [keyOf(seeds.node), keyOf(seeds.alice), keyOf(seeds.new)];
  const start = 1_750_000_000;
  const tokens: { what: string; payload: object; jws: string }[] = [];
  const sign = (what: string, typ: 'identity' | 'event', key: PrivateKey, payload: object): string => {
    const jws = tokenOf({ typ, payload, key });
    tokens.push({ what, payload, jws });
    return sha256(jws);
  };

  const node = idOfHash(
    sign("the node's document 0", 'identity', nodeKey, {
      seq: 0,
      prev: null,
      kind: 'node',
      handle: 'board',
      keys: [publicJwk(nodeKey)],
      recovery: [],
      iat: start,
    }),
  );
  const rig = { kind: 'human', handle: 'alice', home: node, recovery: [] };
  const first = sign("alice's document 0", 'identity', aliceKey, {
    seq: 0,
    prev: null,
    ...rig,
    keys: [publicJwk(aliceKey)],
    iat: start + 1,
  });
  const alice = idOfHash(first);
  const event = (jti: string, type: string, iat: number, body: object): object => {
    return { iss: alice, aud: node, iat, jti: jtiNamed(`example ${jti}`), type, body };
  };
  const posting = { title: 'Explain the plugin types', type: 'docs', priority: 2, effort: 'small', tags: ['docs'] };
  const posted = sign('alice posts an item', 'event', aliceKey, event('1', 'wanted.posted', start + 2, posting));
  const item = `w-${posted.slice(0, 40)}`;
  sign('alice replaces her key', 'identity', aliceKey, {
    id: alice,
    seq: 1,
    prev: first,
    ...rig,
    keys: [publicJwk(newKey)],
    revoked: [{ kid: aliceKey.kid, upto: { [node]: 3 } }],
    iat: start + 3,
  });
  const change = event('2', 'wanted.updated', start + 4, { item, priority: 0 });
  sign('whoever has the old key', 'event', aliceKey, change);

  const leaves = tokens.map(({ jws }, at) => leafHash(at + 1, (start + at) * 1000 + 250, sha256(jws)));
  const root = treeHash(leaves);
  const checkpoint = tokenOf({
    typ: 'checkpoint',
    key: nodeKey,
    payload: { iss: node, seq: leaves.length, root, iat: start + 5 },
  });
  const log = tokens.map(({ jws }, at) => ({ seq: at + 1, logged_at: (start + at) * 1000 + 250, jws }));
  const answer = projectLogs({ [node]: { entries: log, checkpoint } });
  const { events, verdicts, projection } = await makeDigest(stateSource(project({ [node]: log }), () => [log]));
  return {
    keys: Object.fromEntries(
      Object.entries({ node: nodeKey, alice: aliceKey, new: newKey }).map(([name, { x, kid }]) => [
        name,
        { seed: seeds[name as keyof typeof seeds], x, kid },
      ]),
    ),
    ids: { node, alice, item },
    entries: log.map((entry, at) => ({
      ...entry,
      what: tokens[at]?.what ?? '',
      payload: tokens[at]?.payload,
      hash: sha256(entry.jws),
      leaf_hash: leaves[at] ?? '',
      verdict: answer.verdicts[node]?.[at] ?? '',
    })),
    root,
    checkpoint,
    inclusion: auditPath(2, leaves),
    consistency: { from_root: treeHash(leaves.slice(0, 2)), proof: consistencyPath(2, leaves) },
    answer,
    digest: { events, verdicts, projection },
  };
}
