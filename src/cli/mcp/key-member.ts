import { NodeClient } from '../../client/node-client.ts';
import { SigningClient } from '../../client/signing-client.ts';
import type { SignedActs } from '../../client/signing-client.ts';
import { systemClock } from '../../clock.ts';
import { WastelandError } from '../../errors.ts';
import type { Keyed } from '../../mcp/board.ts';
import { KeyDoor } from '../acting/key-door.ts';
import { findKey, rigOf } from '../keys/keyring.ts';
import { doorActor } from './door-actor.ts';
import type { Member } from './member.ts';

/** What was signed under an idempotency key, while this process runs; beyond so many the oldest is forgotten. */
type Kept = Map<string, { request: string; signed: SignedActs }>;
const maxKept = 1_000;

/** The rig of a key of the user's own, who signs here. */
export function keyMember(url: string, name: string | undefined): Member {
  const node = new NodeClient({ url });
  const rig = rigOf(findKey(name));
  const kept: Kept = new Map();
  return {
    waiting: async () => undefined,
    self: async () => ({
      rig: await node.get('/v1/rigs/{id}', { params: { path: { id: rig.id } } }),
      signs: 'own key',
    }),
    actor: (keyed) => {
      const signed = keyed === undefined ? undefined : signedBefore(kept, keyed);
      return doorActor(new KeyDoor(node, new SigningClient(node, rig, systemClock, signed)));
    },
  };
}

function signedBefore(kept: Kept, { key, request }: Keyed): SignedActs {
  const before = kept.get(key) ?? { request, signed: new Map<string, Promise<string>>() };
  if (before.request !== request) {
    throw new WastelandError('idempotency_conflict', 'this idempotency_key was used for another call');
  }
  kept.set(key, before);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return before.signed;
}
