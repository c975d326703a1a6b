import type { Command } from 'commander';
import type { Item, ItemPage } from '../wire/api/item.ts';
import { nodeOf, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { print } from './terminal/output.ts';
import { rigName, shortId, table } from './terminal/table.ts';

interface BrowseOptions extends NodeOptions {
  status?: string;
  ready?: boolean;
  type?: string;
  project?: string;
  tag?: string;
  skill?: string;
  search?: string;
  postedBy?: string;
  claimedBy?: string;
  home?: string;
  parent?: string;
  sort?: string;
  limit?: string;
  cursor?: string;
}

/** `wasteland browse` */
export function addBrowse(program: Command): Command {
  const command = program
    .command('browse')
    .description('look at the wanted board')
    .option('--status <status>', 'open, claimed, in_review, completed or withdrawn')
    .option('--ready', 'only open items whose dependencies are all completed')
    .option('--type <type>', 'feature, bug, design, rfc, docs, research or other')
    .option('--project <name>')
    .option('--tag <tag>')
    .option('--skill <skill>')
    .option('--search <words>', 'words that must all occur')
    .option('--posted-by <rig>', 'id, address, or handle on that node')
    .option('--claimed-by <rig>')
    .option('--home <node>', 'id of the node that decides them')
    .option('--parent <item>')
    .option('--sort <order>', 'priority, created or updated; with - in front the other way round')
    .option('--limit <n>', 'items on a page, at most 200')
    .option('--cursor <cursor>', 'where the page before ended');
  return withNode(command).action(async (options: BrowseOptions) => {
    const page = await nodeOf(options).get<ItemPage>('/v1/wanted', {
      status: options.status,
      ready: options.ready,
      type: options.type,
      project: options.project,
      tag: options.tag,
      skill: options.skill,
      q: options.search,
      posted_by: options.postedBy,
      claimed_by: options.claimedBy,
      home: options.home,
      parent: options.parent,
      sort: options.sort,
      limit: options.limit,
      cursor: options.cursor,
    });
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
