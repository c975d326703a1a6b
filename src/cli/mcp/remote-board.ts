import type { NodeClient } from '../../client/node-client.ts';
import { WastelandError } from '../../errors.ts';
import type { Board } from '../../mcp/board.ts';
import type { Member } from './member.ts';

/** The board of a node that is asked over HTTP; what its bearer may do, that node says. */
export function remoteBoard(node: NodeClient, member: Member | undefined): Board {
  const known = (): Member => {
    if (member !== undefined) return member;
    throw new WastelandError('unauthorized', 'start this with --token or --key, or make a key: wasteland key new');
  };
  const at = (id: string) => ({ params: { path: { id } } });
  return {
    browse: (query) => node.get('/v1/wanted', { params: { query } }),
    item: (reference) => node.get('/v1/wanted/{id}', at(reference)),
    rig: (reference) => node.get('/v1/rigs/{id}', at(reference)),
    reputation: (reference) => node.get('/v1/rigs/{id}/reputation', at(reference)),
    node: () => node.node(),
    logs: async () => (await node.get('/v1/logs')).items,
    waiting: async () => await member?.waiting(),
    self: async () => await known().self(),
    actor: (_scopes, keyed) => known().actor(keyed),
  };
}
