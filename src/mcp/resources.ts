import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, UriTemplate } from '@modelcontextprotocol/server';
import type { ReadResourceResult, Resource, ResourceTemplateType } from '@modelcontextprotocol/server';
import type { Board } from './board.ts';
import { failureOf } from './failure.ts';
import { oneLine } from './text/quoted.ts';

interface Kind {
  name: string;
  title: string;
  description: string;
  template: UriTemplate;
  read: (board: Board, reference: string) => Promise<unknown>;
}

const scheme = 'wasteland://';
const nodeUri = `${scheme}node`;
const mimeType = 'application/json';

const kinds: readonly Kind[] = [
  {
    name: 'item',
    title: 'A wanted item',
    description: 'An item with everything around it, by its id',
    template: new UriTemplate(`${scheme}items/{id}`),
    read: (board, id) => board.item(id),
  },
  {
    name: 'rig',
    title: 'A rig',
    description: 'The profile of a rig, by its id, address, or handle on this node',
    template: new UriTemplate(`${scheme}rigs/{id}`),
    read: (board, id) => board.rig(id),
  },
];

/** What can be read by address whatever the board holds. */
export const resourceTemplates: ResourceTemplateType[] = kinds.map(({ name, title, description, template }) => ({
  name,
  title,
  description,
  uriTemplate: template.toString(),
  mimeType,
}));

/** The node, and what is ready on its board. */
export async function listResources(board: Board): Promise<Resource[]> {
  const { items } = await board.browse({ ready: true, limit: 50 });
  return [
    { uri: nodeUri, name: 'node', title: 'This node', description: 'Who this node is, and where', mimeType },
    ...items.map(({ id, title }) => ({ uri: `${scheme}items/${id}`, name: id, title: oneLine(title), mimeType })),
  ];
}

/** What stands at an address. */
export async function readResource(board: Board, uri: string): Promise<ReadResourceResult> {
  const found = await read(board, uri);
  return { contents: [{ uri, mimeType, text: JSON.stringify(found) }] };
}

async function read(board: Board, uri: string): Promise<unknown> {
  try {
    if (uri === nodeUri) return await board.node();
    for (const { template, read: readOne } of kinds) {
      const id = template.match(uri)?.['id'];
      if (typeof id === 'string') return await readOne(board, decodeURIComponent(id));
    }
  } catch (error) {
    const { code, detail } = failureOf(error);
    if (code !== 'not_found') throw new ProtocolError(ProtocolErrorCode.InvalidParams, detail, { code });
  }
  throw new ResourceNotFoundError(uri);
}
