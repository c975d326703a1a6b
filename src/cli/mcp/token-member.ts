import { NodeClient } from '../../client/node-client.ts';
import type { OutboxEntry } from '../../wire/api/outbox.ts';
import { claimsOf } from '../acting/token-claims.ts';
import { tokenDoor } from '../acting/token-door.ts';
import { doorActor } from './door-actor.ts';
import type { Member } from './member.ts';

/** The rig of a token, for which its node signs. */
export function tokenMember(url: string, token: string): Member {
  const node = new NodeClient({ url, token });
  const { rig, scopes } = claimsOf(token);
  const waiting = async (): Promise<OutboxEntry[]> => {
    const query = { state: 'queued' as const, limit: 200 };
    return (await node.get('/v1/outbox', { params: { query } })).items;
  };
  return {
    waiting,
    self: async () => {
      // Reads ask for no token: that this one is good shows where one is needed.
      await waiting();
      const profile = await node.get('/v1/rigs/{id}', { params: { path: { id: rig } } });
      return { rig: profile, signs: 'node', scopes };
    },
    actor: (keyed) => {
      const headers = keyed === undefined ? {} : { 'idempotency-key': keyed.key };
      return doorActor(tokenDoor(new NodeClient({ url, token, headers })));
    },
  };
}
