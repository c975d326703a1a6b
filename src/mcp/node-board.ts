import { WastelandError } from '../errors.ts';
import { browseWanted } from '../operations/browse-wanted.ts';
import { checkScopes } from '../operations/check-scopes.ts';
import type { Services } from '../operations/ports.ts';
import { showItem } from '../operations/show-item.ts';
import { showLogs } from '../operations/show-logs.ts';
import { showNode } from '../operations/show-node.ts';
import { listOutbox } from '../operations/show-outbox.ts';
import { showReputation, showRig } from '../operations/show-rig.ts';
import type { Scope } from '../wire/scopes.ts';
import type { Board } from './board.ts';
import { nodeActor } from './node-actor.ts';

/** Whose token came with a request. */
export interface Bearer {
  rig: string;
  scopes: readonly Scope[];
}

/** The board of the node in this process: the operations that REST calls. */
export function nodeBoard(services: Services, bearer: Bearer | undefined): Board {
  const known = (): Bearer => {
    if (bearer !== undefined) return bearer;
    throw new WastelandError('unauthorized', 'a bearer token of a rig is needed');
  };
  return {
    browse: (query) => browseWanted(services, query),
    item: async (reference) => showItem(services, reference),
    rig: async (reference) => showRig(services, reference),
    reputation: async (reference) => showReputation(services, reference),
    node: async () => showNode(services),
    logs: async () => showLogs(services, {}).items,
    waiting: async () =>
      bearer === undefined ? undefined : listOutbox(services, bearer.rig, { state: 'queued', limit: 200 }).items,
    self: async () => {
      const { rig, scopes } = known();
      return { rig: await showRig(services, rig), signs: 'node', scopes: [...scopes] };
    },
    actor: (wanted, keyed) => {
      const { rig, scopes } = known();
      checkScopes(scopes, wanted);
      return nodeActor(services, rig, keyed);
    },
  };
}
