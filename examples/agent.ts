/**
 * An agent with a key of its own: finds ready work by skill, claims it, reports progress, hands it in, and answers who asks.
 *
 *   node examples/agent.ts --url http://127.0.0.1:8080 --skill docs --handle mender [--key agent-key.json] [--once]
 *
 * Exit codes: 0 all done, or nothing to do; 1 refused; 2 wrong usage; 3 the node can't be reached. Without --once it goes on
 * until it is told to stop, and looks again every half minute.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ClientError, NodeClient, SigningClient } from 'wasteland/client';
import { exportPrivateKey, generateKey, importPrivateKey, newRig } from 'wasteland/client';
import type { Bodies, Comment, Item, LocalRig, PrivateJwk } from 'wasteland/client';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

try {
  await main();
} catch (error) {
  console.error(error instanceof ClientError ? `${error.message} (${error.code})` : error);
  process.exitCode = error instanceof ClientError ? (error.kind === 'refused' ? 1 : 3) : 2;
}

async function main(): Promise<void> {
  const options = {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    skill: { type: 'string' },
    handle: { type: 'string', default: 'agent' },
    key: { type: 'string', default: 'agent-key.json' },
    once: { type: 'boolean', default: false },
  } as const;
  const { url, skill, handle, key, once } = parseArgs({ options }).values;
  const node = new NodeClient({ url });
  const rig = await ownRig(node, key, handle);
  const me = new SigningClient(node, rig);
  while (!stop.signal.aborted) {
    await round(node, me, skill).catch((error: unknown) => {
      const later = error instanceof ClientError && error.kind === 'unreachable' && !once;
      if (!later) throw error;
      console.error(`${error.message}; later`);
    });
    if (once) return;
    await pause(30_000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

/** The rig in the key file, or a new one. It is kept before it is sent, and sending it again changes nothing. */
async function ownRig(node: NodeClient, file: string, handle: string): Promise<LocalRig> {
  if (!existsSync(file)) {
    const { id: home } = await node.node();
    const { key, ...rest } = await newRig({ kind: 'agent', handle, home }, await generateKey(), Date.now());
    writeFileSync(file, JSON.stringify({ ...rest, jwk: exportPrivateKey(key) }), { mode: 0o600, flag: 'wx' });
  }
  const { jwk, ...kept } = JSON.parse(readFileSync(file, 'utf8')) as Omit<LocalRig, 'key'> & { jwk: PrivateJwk };
  const read = importPrivateKey(jwk);
  if (!read.ok) throw new Error(`${file} holds no usable key: ${read.code}`);
  const rig = { ...kept, key: read.key };
  await new SigningClient(node, rig).publish();
  return rig;
}

/** Answers what is asked, then works on what it has claimed, else on the first ready item that nobody takes before it. */
async function round(node: NodeClient, me: SigningClient, skill: string | undefined): Promise<void> {
  const mine = await node.get('/v1/wanted', { params: { query: { claimed_by: me.rig.id, limit: 200 } } });
  for (const { id, status } of mine.items) {
    if (status === 'claimed' || status === 'in_review') await answer(me, (await me.item(id)).comments);
  }
  const item = mine.items.find(({ status }) => status === 'claimed') ?? (await claim(node, me, skill));
  if (item === undefined) return console.log('nothing to do');
  for await (const note of steps(item)) {
    await me.actAt(item.home, 'work.progressed', { item: item.id, note });
  }
  await me.actAt(item.home, 'work.submitted', { item: item.id, ...workOn(item) });
  console.log(`handed in ${item.id} "${item.title}"`);
}

async function claim(node: NodeClient, me: SigningClient, skill: string | undefined): Promise<Item | undefined> {
  const query = { ready: true, sort: 'priority' as const, ...(skill === undefined ? {} : { skill }) };
  const { items } = await node.get('/v1/wanted', { params: { query } });
  for (const item of items) {
    try {
      const { result } = await me.actAt(item.home, 'wanted.claimed', { item: item.id });
      // Its home can't be reached now: whether the claim is ours shows in a later round.
      if ('outbox' in result) continue;
      return item;
    } catch (error) {
      // Somebody was faster, or it isn't for us.
      if (!(error instanceof ClientError) || error.kind !== 'refused') throw error;
    }
  }
  return undefined;
}

/** Answers each question of others after our own last word. */
async function answer(me: SigningClient, comments: Comment[]): Promise<void> {
  const said = comments.findLastIndex(({ author }) => author.id === me.rig.id);
  for (const { about, text } of comments.slice(said + 1).filter((each) => each.text.includes('?'))) {
    await me.actAtHome('comment.posted', {
      about,
      text: `You asked: "${text.slice(0, 200)}" Yes, as the evidence shows.`,
    });
    console.log(`answered on ${about}`);
  }
}

/** The work itself: put your own in place of these two. What is to be reported on the way … */
async function* steps({ acceptance }: Item): AsyncGenerator<string> {
  yield `read it, with ${acceptance.length} points that will be checked`;
}

/** … and what comes out of it. */
function workOn({ id, title }: Item): Omit<Bodies['work.submitted'], 'item'> {
  const digest = `sha256:${createHash('sha256').update(title).digest('hex')}`;
  return { evidence: [{ url: `https://example.org/work/${id}`, digest }], summary: `Done: ${title}` };
}
