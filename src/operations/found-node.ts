import type { Clock } from '../clock.ts';
import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { generateKey } from '../identity/keys.ts';
import { signToken } from '../identity/sign.ts';
import { idOfHash, readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { Private } from '../private/open.ts';
import type { SelfRow } from '../private/self.ts';
import { typs } from '../wire/header.ts';
import { NodeKeys } from './node-keys.ts';
import type { NodeSelf } from './ports.ts';

/** Who this node is: its id, the keys that sign for it, and its document 0, which is entry 1 of its log. */
export interface FoundedNode {
  id: string;
  keys: NodeKeys;
  document: Token;
}

/**
 * The node's identity out of node.sqlite; at the first start a new one. Key and document are kept there before anything is
 * logged, so that a crash in between makes no second identity (design section 6).
 */
export async function foundNode(kept: Private, name: string, clock: Clock): Promise<FoundedNode> {
  const self = kept.self.get() ?? (await makeNode(kept, name, clock));
  const document = readOwn(self.document);
  return { id: self.id, keys: await NodeKeys.load(kept.keys, self.id, document.kid), document };
}

/** The node as operations know it, once its log is as far as peers know it; `bad_config` when node.sqlite is from before the
 * log's newest key. */
export function selfOf(
  { id, keys }: FoundedNode,
  state: State,
  place: { url: string | undefined },
  remotes: NodeSelf['remotes'],
): NodeSelf {
  // Said now, and not to whoever acts first.
  keys.inForce(state);
  return {
    id,
    get key() {
      return keys.inForce(state);
    },
    keys,
    url: () => place.url,
    remotes,
  };
}

async function makeNode(kept: Private, name: string, clock: Clock): Promise<SelfRow> {
  const key = await generateKey();
  const payload = {
    seq: 0,
    prev: null,
    kind: 'node',
    handle: handleOf(name),
    name: shortName(name),
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: key.x }],
    recovery: [],
    iat: Math.floor(clock.now() / 1000),
  };
  const document = readOwn(signToken(typs.identity, payload, key));
  const id = idOfHash(document.hash);
  await kept.keys.save(id, key.kid, key.jwk);
  const self = { id, document: document.text };
  kept.self.set(self);
  // Whoever the operator trusts, they vouch for with the node's key.
  kept.roots.add(id, 'this node itself');
  return self;
}

function readOwn(text: string): Token {
  const reading = readToken(text);
  if (!reading.ok) throw new WastelandError('bad_config', `this node's own document can't be read: ${reading.code}`);
  return reading.token;
}

/** A handle made from a name in any script: what of it may stand in one, else `node`. */
function handleOf(name: string): string {
  const handle = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 39)
    .replace(/^-+|-+$/g, '');
  return handle === '' ? 'node' : handle;
}

/** A document's name has at most 100 bytes, not characters (protocol.md section 2). */
function shortName(name: string): string {
  let short = name;
  while (Buffer.byteLength(short) > 100) short = [...short].slice(0, -1).join('');
  return short;
}
