import type { Command } from 'commander';
import { NodeClient } from '../client/node-client.ts';
import type { Delivery, NewWebhook, Webhook } from '../wire/api/webhook.ts';
import { defined } from './defined.ts';
import { adminOf, urlOf, variable, withAdmin } from './options.ts';
import type { AdminOptions } from './options.ts';
import { UsageError } from './terminal/exit-codes.ts';
import { oneLine, print } from './terminal/output.ts';
import { table } from './terminal/table.ts';

interface WebhookOptions extends AdminOptions {
  token?: string;
  operator?: boolean;
}

interface AddOptions extends WebhookOptions {
  type?: string;
  item?: string;
  rig?: string;
  project?: string;
  name?: string;
  secret?: string;
}

/** `wasteland webhook add|list|remove|pause|resume|ping|deliveries|redeliver` */
export function addWebhook(program: Command): Command {
  const command = program.command('webhook').description('endpoints that a node tells what happens');
  const add = command
    .command('add <url>')
    .description('tell an endpoint what happens from now on, signed as Standard Webhooks asks')
    .option('--type <types>', 'only these: wanted.claimed, or all of wanted; with commas between them')
    .option('--item <item>', 'only about this item')
    .option('--rig <rig>', 'only what this rig does and what concerns it')
    .option('--project <project>', 'only about items of this project')
    .option('--name <name>', 'what it is for')
    .option('--secret <secret>', 'whsec_ and 24 to 64 bytes in base64; else the node makes one');
  withWhose(add).action(addOne);
  withWhose(command.command('list').description('list the webhooks')).action(list);
  withWhose(command.command('remove <id>').description('tell an endpoint nothing more')).action(remove);
  addPausing(command, 'pause', true, 'let an endpoint wait; what happens meanwhile is told later');
  addPausing(command, 'resume', false, 'go on with one that was paused, or that the node gave up');
  withWhose(command.command('ping <id>').description('send a test')).action(ping);
  const told = command.command('deliveries <id>').description('what an endpoint was told, and what waits for it');
  withWhose(told).action(deliveries);
  const again = command.command('redeliver <id> <delivery>').description('send a delivery again, under its id');
  withWhose(again).action(redeliver);
  return command;
}

async function addOne(url: string, options: AddOptions): Promise<void> {
  const { type, item, rig, project, name, secret } = options;
  const body = { url, ...defined({ type, item, rig, project, name, secret }) };
  const { node, base } = doorOf(options);
  const made: NewWebhook = await node.post(base, { body });
  print(options, made, () => [
    `${made.id} is told what happens at ${oneLine(made.url)}; the secret that signs it is shown this once:`,
    made.secret,
  ]);
}

async function list(options: WebhookOptions): Promise<void> {
  const { node, base } = doorOf(options);
  const page = await node.get(base, { params: { query: { limit: 200 } } });
  print(options, page, () => table(['ID', 'URL', 'NAME', 'WHAT', 'STATE', 'WAITING'], page.items.map(rowOf)));
}

async function remove(id: string, options: WebhookOptions): Promise<void> {
  const { node, base } = doorOf(options);
  await node.delete(`${base}/{id}`, { params: { path: { id } } });
  print(options, { id }, () => `removed ${oneLine(id)}`);
}

function addPausing(command: Command, name: string, paused: boolean, description: string): void {
  withWhose(command.command(`${name} <id>`).description(description)).action(
    async (id: string, options: WebhookOptions) => {
      const { node, base } = doorOf(options);
      const changed = await node.patch(`${base}/{id}`, { params: { path: { id } }, body: { paused } });
      print(options, changed, () => `${changed.id} is ${changed.state}`);
    },
  );
}

async function ping(id: string, options: WebhookOptions): Promise<void> {
  const { node, base } = doorOf(options);
  const sent = await node.post(`${base}/{id}/ping`, { params: { path: { id } }, body: {} });
  print(options, sent, () => `${sent.id} is on its way; \`wasteland webhook deliveries ${id}\` shows what came of it`);
}

async function deliveries(id: string, options: WebhookOptions): Promise<void> {
  const { node, base } = doorOf(options);
  const page = await node.get(`${base}/{id}/deliveries`, { params: { path: { id }, query: { limit: 50 } } });
  print(options, page, () => table(['ID', 'TYPE', 'MADE', 'STATE', 'TRIES', 'ANSWER'], page.items.map(deliveryRow)));
}

async function redeliver(id: string, delivery: string, options: WebhookOptions): Promise<void> {
  const { node, base } = doorOf(options);
  const path = { id, delivery };
  const sent = await node.post(`${base}/{id}/deliveries/{delivery}/redeliver`, { params: { path }, body: {} });
  print(options, sent, () => `${sent.id} is sent again`);
}

function withWhose(command: Command): Command {
  return withAdmin(command)
    .option('--token <token>', 'the token of the rig whose webhooks they are (WASTELAND_TOKEN)')
    .option('--operator', "as the operator: the node's own, and everybody's");
}

/** Both doors take and answer the same. */
function doorOf(options: WebhookOptions): { node: NodeClient; base: '/v1/webhooks' } {
  if (options.operator === true) return { node: adminOf(options), base: '/v1/admin/webhooks' as '/v1/webhooks' };
  const token = options.token ?? variable('TOKEN');
  if (token === undefined) {
    throw new UsageError('whose webhooks? Give --token (WASTELAND_TOKEN), or --operator');
  }
  return { node: new NodeClient({ url: urlOf(options), token }), base: '/v1/webhooks' };
}

function rowOf({ id, url, name, types, item, of, project, state, waiting }: Webhook): string[] {
  const what = [types?.join(' '), item, of?.address ?? of?.id, project].filter((part) => part !== undefined);
  return [id, url, name ?? '', what.join(', ') || 'everything', state, String(waiting)];
}

function deliveryRow({ id, type, created_at: at, state, attempts, status, error }: Delivery): string[] {
  return [id, type, at, state, String(attempts), error ?? String(status ?? '')];
}
