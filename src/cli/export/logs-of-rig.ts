import type { NodeClient } from '../../client/node-client.ts';
import { readToken } from '../../identity/strict-jws.ts';

/** Reads one page of a list behind a cursor. */
type ReadPage<Item> = (query: {
  limit: number;
  cursor?: string;
}) => Promise<{ items: Item[]; next_cursor: string | null }>;

/**
 * The logs in which the record of a rig stands: those of all homes that its documents name, of the items that it posted and
 * worked on, of the stamps that it gave and got. Whoever holds these logs judges its work and the stamps about it; what its
 * validators did elsewhere, and so how much they weigh, stands in other logs.
 */
export async function logsOfRig(node: NodeClient, rig: string): Promise<Set<string>> {
  const params = { path: { id: rig } };
  const { documents } = await node.get('/v1/rigs/{id}/identity', { params });
  const origins = new Set(documents.flatMap(homesIn));
  const add = async <Item>(read: ReadPage<Item>, originOf: (item: Item) => string): Promise<void> => {
    let cursor: string | null = null;
    do {
      const page = await read({ limit: 200, ...(cursor === null ? {} : { cursor }) });
      for (const item of page.items) origins.add(originOf(item));
      cursor = page.next_cursor;
    } while (cursor !== null);
  };
  await add(
    (query) => node.get('/v1/rigs/{id}/completions', { params: { ...params, query } }),
    ({ home }) => home,
  );
  await add(
    (query) => node.get('/v1/wanted', { params: { query: { ...query, posted_by: rig } } }),
    ({ home }) => home,
  );
  await add(
    (query) => node.get('/v1/rigs/{id}/stamps', { params: { ...params, query } }),
    ({ origin }) => origin,
  );
  const judged = new Set<string>();
  await add(
    (query) => node.get('/v1/rigs/{id}/stamps', { params: { ...params, query: { ...query, by: 'author' } } }),
    ({ origin, completion }) => {
      judged.add(completion);
      return origin;
    },
  );
  // What it stamped is known by the log in which that was handed in.
  for (const id of judged) origins.add((await node.get('/v1/completions/{id}', { params: { path: { id } } })).home);
  return origins;
}

function homesIn(document: string): string[] {
  const reading = readToken(document);
  const home = reading.ok ? reading.token.payload['home'] : undefined;
  return typeof home === 'string' ? [home] : [];
}
