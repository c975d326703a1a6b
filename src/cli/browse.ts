import { Option } from 'commander';
import type { Command } from 'commander';
import { boardSortNames, itemStatusNames, itemTypes } from '../wire/words.ts';
import type { BoardQuery, Item, ItemPage } from '../wire/api/item.ts';
import { defined } from './defined.ts';
import { nodeOf, wholeNumber, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { rigName, shortId, table } from './terminal/table.ts';

interface BrowseOptions extends NodeOptions {
  status?: BoardQuery['status'];
  ready?: boolean;
  type?: BoardQuery['type'];
  project?: string;
  tag?: string;
  skill?: string;
  search?: string;
  postedBy?: string;
  claimedBy?: string;
  home?: string;
  parent?: string;
  sort?: BoardQuery['sort'];
  limit?: number;
  cursor?: string;
}

/** `wasteland browse` */
export function addBrowse(program: Command): Command {
  const command = program
    .command('browse')
    .description('look at the wanted board')
    .addOption(new Option('--status <status>').choices(itemStatusNames))
    .option('--ready', 'only open items whose dependencies are all completed')
    .addOption(new Option('--type <type>').choices(itemTypes))
    .option('--project <name>')
    .option('--tag <tag>')
    .option('--skill <skill>')
    .option('--search <words>', 'words that must all occur')
    .option('--posted-by <rig>', 'id, address, or handle on that node')
    .option('--claimed-by <rig>')
    .option('--home <node>', 'id of the node that decides them')
    .option('--parent <item>')
    .addOption(new Option('--sort <order>', 'with - in front the other way round').choices(boardSortNames))
    .option('--limit <n>', 'items on a page, at most 200', wholeNumber)
    .option('--cursor <cursor>', 'where the page before ended');
  return withNode(command).action(async (options: BrowseOptions) => {
    const { url: _url, json: _json, search, postedBy, claimedBy, ...others } = options;
    const query = defined({ ...others, q: search, posted_by: postedBy, claimed_by: claimedBy });
    const page = await nodeOf(options).get('/v1/wanted', { params: { query } });
    print(options, page, () => linesOf(page));
  });
}

function linesOf(page: ItemPage): string[] {
  if (page.items.length === 0) return ['nothing on the board answers to that'];
  const more = page.next_cursor === null ? [] : ['', `more: --cursor ${page.next_cursor}`];
  const headings = ['ID', 'P', 'TYPE', 'EFFORT', 'STATUS', 'BY', 'TITLE'];
  return [...table(headings, page.items.map(rowOf)), ...more];
}

function rowOf(item: Item): string[] {
  const status = item.status === 'open' ? 'open' : `${item.status} ${rigName(item.claimed_by)}`;
  const { id, priority, type, effort, title } = item;
  return [shortId(id), String(priority), type, effort, status, rigName(item.posted_by), title];
}
