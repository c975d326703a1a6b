import type { NodeDocument } from '../wire/api/node.ts';
import { documentsOf } from './perform-act.ts';
import type { Services } from './ports.ts';
import { present } from './views/present.ts';

/** The one protocol that this program speaks. */
const protocol = 1;

/** Who this node is. */
export function showNode(services: Services): NodeDocument {
  const { node, settings, reader } = services;
  return {
    id: node.id,
    name: settings.name,
    protocol,
    documents: documentsOf(services, node.id),
    checkpoint: reader.logs.log(node.id)?.checkpoint ?? '',
    software: { name: 'wasteland', version: settings.version },
    ...present({ url: node.url(), remotes: node.remotes() }),
  };
}
