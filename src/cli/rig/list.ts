import { Option } from 'commander';
import type { Command } from 'commander';
import type { RigsQuery } from '../../wire/api/rig.ts';
import { kinds } from '../../wire/words.ts';
import { defined } from '../defined.ts';
import { nodeOf, wholeNumber, withNode } from '../options.ts';
import type { NodeOptions } from '../options.ts';
import { print } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';

interface ListOptions extends NodeOptions, Omit<RigsQuery, 'q'> {
  search?: string;
}

/** `wasteland rig list` */
export function addRigList(command: Command): void {
  const list = command
    .command('list')
    .description('rigs that the node knows')
    .option('--search <words>', 'beginnings of words that must all occur in handle or name')
    .option('--skill <skill>', 'named by stamps about the rig')
    .addOption(new Option('--kind <kind>').choices(kinds))
    .option('--home <node>', 'id of their home')
    .option('--owner <rig>', 'agents that say so')
    .addOption(new Option('--sort <order>', 'with - in front the other way round').choices(['handle', '-handle']))
    .option('--limit <n>', 'rigs on a page, at most 200', wholeNumber)
    .option('--cursor <cursor>', 'where the page before ended');
  withNode(list).action(async (options: ListOptions) => {
    const { url: _url, json: _json, search, ...others } = options;
    const query = defined({ ...others, q: search });
    const page = await nodeOf(options).get('/v1/rigs', { params: { query } });
    print(options, page, () => {
      const rows = page.items.map(({ id, kind, address, name }) => [address, kind, id, name ?? '']);
      const more = page.next_cursor === null ? [] : ['', `more: --cursor ${page.next_cursor}`];
      return [...table(['ADDRESS', 'KIND', 'ID', 'NAME'], rows), ...more];
    });
  });
}
