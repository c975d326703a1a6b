import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { browseWanted } from '../src/operations/browse-wanted.ts';
import type { Services } from '../src/operations/ports.ts';
import { boardSorts } from '../src/readmodel/board-query.ts';
import { writeCursor } from '../src/readmodel/cursor.ts';
import { openWhole } from '../test/support/open-whole.ts';
import type { ReadModel } from '../src/readmodel/open.ts';
import { itemStatusNames, itemTypes } from '../src/wire/words.ts';
import type { BoardQuery } from '../src/wire/api/item.ts';
import type { Ratio } from './measure.ts';
import { Random, RandomBoard } from './random-board.ts';

const queries = 3_000;
const limit = 5;

/** Pages of a board with so many items: any filters, any sort, from anywhere; then the same with a search in the text. */
export async function measureBoardPages(count: number, seed = 1): Promise<Ratio[]> {
  const dir = mkdtempSync(join(tmpdir(), 'wasteland-bench-board-'));
  const readModel = openWhole(join(dir, 'readmodel.sqlite'));
  try {
    const random = new Random(seed);
    const board = new RandomBoard(random, count);
    board.writeTo(readModel);
    const services = servicesOver(readModel, board);
    const ratios: Ratio[] = [];
    for (const searching of [false, true]) {
      const asked = Array.from({ length: queries }, () => randomQuery(random, board, searching));
      ratios.push(await measure(services, asked, `${searching ? 'searches in the text' : 'filters'}, ${count} items`));
    }
    return ratios;
  } finally {
    readModel.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What `browseWanted` uses of a node that is alone. */
function servicesOver(readModel: ReadModel, board: RandomBoard): Services {
  const services = {
    reader: readModel.reader,
    writer: { boardCurrent: () => Promise.resolve() },
    node: { id: board.homes[0], url: () => 'http://127.0.0.1:8080' },
    homes: { urlOf: () => undefined },
    private: { equivocations: { get: () => undefined } },
    changes: () => 0,
  };
  return services as unknown as Services;
}

async function measure(services: Services, asked: BoardQuery[], what: string): Promise<Ratio> {
  const times: { time: number; query: BoardQuery }[] = [];
  for (const query of asked) {
    const started = performance.now();
    JSON.stringify(await browseWanted(services, query));
    times.push({ time: performance.now() - started, query });
  }
  times.sort((a, b) => a.time - b.time);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)]?.time ?? Number.NaN;
  const worst = times.at(-1);
  return {
    name: `ms of a page of the board, p99 (any ${what})`,
    value: at(0.99),
    limit: { atMost: limit },
    from: `p50 ${at(0.5).toFixed(2)} ms, worst ${worst?.time.toFixed(1) ?? ''} ms: ${JSON.stringify(worst?.query)}`,
  };
}

/** Any filters together, in any order, a page from anywhere: before or behind any item. */
function randomQuery(random: Random, board: RandomBoard, searching: boolean): BoardQuery {
  const item = () => board.items[random.below(board.items.length)];
  const some = <T>(share: number, make: () => T): T | undefined => (random.chance(share) ? make() : undefined);
  const sort = some(0.8, () => boardSorts[random.below(boardSorts.length)]);
  const query = {
    status: some(0.3, () => itemStatusNames[random.below(itemStatusNames.length)]),
    ready: some(0.15, () => random.chance(0.8)),
    type: some(0.2, () => itemTypes[random.below(itemTypes.length)]),
    project: some(0.25, () => board.project()),
    tag: some(0.2, () => board.tag()),
    skill: some(0.15, () => board.skill()),
    posted_by: some(0.15, () => item()?.posted_by),
    claimed_by: some(0.1, () => item()?.claimed_by ?? undefined),
    home: some(0.1, () => item()?.home),
    parent: some(0.03, () => item()?.id),
    q: searching ? Array.from({ length: 1 + random.below(3) }, () => board.word()).join(' ') : undefined,
    sort,
    cursor: some(0.6, () => cursorAt(item(), sort ?? 'priority')),
  };
  return JSON.parse(JSON.stringify(query)) as BoardQuery;
}

function cursorAt(item: RandomBoard['items'][number] | undefined, sort: string): string | undefined {
  if (item === undefined) return undefined;
  const order = sort.replace('-', '');
  if (order === 'priority') return writeCursor(sort, [item.priority, item.created_at, item.id]);
  return writeCursor(sort, [order === 'created' ? item.created_at : item.updated_at, item.id]);
}
