import type { HttpNode } from './http-node.ts';

/** Records made through the doors of a node, as rigs earn them. */

export interface TestRig {
  id: string;
  token: string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function must(node: HttpNode, url: string, token: string, body: object): Promise<any> {
  const answer = await node.post(url, token, body);
  if (answer.status >= 300) throw new Error(`${url}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** An item of `poster`, posted. */
export async function postedItem(node: HttpNode, poster: TestRig, members: object = {}): Promise<string> {
  const body = { title: 'Mend the fence', type: 'bug', ...members };
  const { item } = await must(node, '/v1/wanted', poster.token, body);
  return item.id;
}

/** An item of `poster` that `worker` claims, hands in and sees accepted, stamped by each of `validators`. */
export async function earned(
  node: HttpNode,
  poster: TestRig,
  worker: TestRig,
  validators: readonly TestRig[],
  { score = 4, members = {} }: { score?: number; members?: object } = {},
): Promise<string> {
  const item = await postedItem(node, poster, members);
  await must(node, `/v1/wanted/${item}/claim`, worker.token, {});
  const work = { evidence: [{ url: 'https://example.org/work' }] };
  const { completion } = await must(node, `/v1/wanted/${item}/submit`, worker.token, work);
  await must(node, `/v1/wanted/${item}/accept`, poster.token, {});
  const { skills } = members as { skills?: string[] };
  const said = { completion, dimensions: { quality: { score, confidence: 1 } }, ...(skills && { skills }) };
  for (const validator of validators) await must(node, '/v1/stamps', validator.token, said);
  return item;
}

/** The node itself vouches for a rig: from now on its judgement counts. */
export async function trusted(node: HttpNode, rig: TestRig): Promise<void> {
  await must(node, '/v1/admin/vouches', node.admin, { subject: rig.id });
}

/** Has the node see a rig's account proven, as it is kept after a look. */
export async function proves(node: HttpNode, rig: TestRig, account: string): Promise<void> {
  const change = { also_known_as: [account] };
  const { status, text, body } = await node.ask('PATCH', `/v1/rigs/${rig.id}`, { token: rig.token, body: change });
  if (status !== 200) throw new Error(text);
  const now = node.services.clock.now();
  node.services.private.accounts.put({
    rig: rig.id,
    account,
    state: 'proven',
    code: null,
    detail: null,
    checked_at: now,
    next_at: null,
    proven_at: now,
    number: 4711,
    place: 'https://example.org/statement',
    gist: null,
    kid: body.rig.keys[0],
    stated_at: now,
  });
}
