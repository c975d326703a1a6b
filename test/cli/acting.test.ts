import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { Test } from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { applyEntry } from '../../src/domain/project/apply.ts';
import { judgeEntry } from '../../src/identity/judge.ts';
import { hashOf, readToken } from '../../src/identity/strict-jws.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { wasteland } from '../support/command-line.ts';
import type { Ended } from '../support/command-line.ts';

t.setTimeout(120_000);

interface Asked {
  method: string;
  path: string;
  bearer: string | undefined;
  body: unknown;
}

type Answer = { status?: number; body: unknown };

const nodeId = Buffer.alloc(32, 1).toString('base64url');
const otherNode = Buffer.alloc(32, 2).toString('base64url');
const workerId = Buffer.alloc(32, 3).toString('base64url');
const itemId = `w-${'a1'.repeat(20)}`;
const completionId = `c-${'b2'.repeat(20)}`;

/** A door that notes what it is asked and answers what the test wants; nothing else listens to these commands. */
class Door {
  readonly asked: Asked[] = [];
  readonly home: string;
  url = '';
  /** `METHOD /path` → answer; a request that nobody announced fails its command with 500. */
  readonly answers = new Map<string, (asked: Asked) => Answer>();

  private constructor(home: string) {
    this.home = home;
    this.on('GET /v1/node', () => ({ body: { id: nodeId, name: 'test' } }));
  }

  static async open(t: Test): Promise<Door> {
    const door = new Door(await temporaryDirectory(t));
    const server = createServer((request, response) => {
      void door.answer(request).then(({ status = 200, body }) => {
        response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => new Promise((resolve) => server.close(resolve)));
    door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return door;
  }

  on(route: string, answer: (asked: Asked) => Answer): void {
    this.answers.set(route, answer);
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    const asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      bearer: request.headers.authorization?.replace('Bearer ', ''),
      body: body === '' ? undefined : (JSON.parse(body) as unknown),
    };
    this.asked.push(asked);
    const answer = this.answers.get(`${asked.method} ${asked.path}`);
    return answer?.(asked) ?? { status: 500, body: { title: 'not announced', status: 500, code: 'internal' } };
  }

  async run(...args: string[]): Promise<Ended> {
    return await wasteland(args, { WASTELAND_URL: this.url, XDG_CONFIG_HOME: this.home, HOME: this.home });
  }

  /** What was posted to /v1/events last, read. */
  signed(): { documents: string[]; token: string; payload: Record<string, unknown> } {
    const { events } = this.asked.filter(({ path }) => path === '/v1/events').at(-1)?.body as { events: string[] };
    const token = events.at(-1) ?? '';
    const reading = readToken(token);
    if (!reading.ok) throw new Error(reading.code);
    return { documents: events.slice(0, -1), token, payload: reading.token.payload };
  }
}

/** Logs whatever comes, as a node would that has nothing against it. */
function takeEvents(door: Door): void {
  door.on('POST /v1/events', ({ body }) => {
    const { events } = body as { events: string[] };
    const results = events.map((jws, index) => ({ origin: nodeId, seq: index, hash: hashOf(jws), verdict: 'ok' }));
    return { status: 201, body: { results, checkpoint: 'x' } };
  });
}

function itemAt(home: string): object {
  const item = { id: itemId, home, status: 'in_review', title: 'Title\u001b[31m', posted_by: { id: workerId } };
  return { item, completions: [{ id: completionId, item: itemId, worker: { id: workerId }, status: 'submitted' }] };
}

t.test('keys are the user’s alone, and never overwritten', async (t) => {
  const door = await Door.open(t);
  const none = await door.run('claim', itemId);
  t.equal(none.code, 2);
  t.match(none.stderr, /wasteland key new/);
  t.equal((await door.run('key', 'new')).code, 0);
  const file = join(door.home, 'wasteland', 'keys', 'default.json');
  t.equal(statSync(file).mode & 0o777, 0o600);
  const before = readFileSync(file, 'utf8');
  const again = await door.run('key', 'new');
  t.equal(again.code, 2);
  t.equal(readFileSync(file, 'utf8'), before);
  const { d } = (JSON.parse(before) as { jwk: { d: string } }).jwk;
  for (const args of [
    ['key', 'show', '--json'],
    ['key', 'list'],
    ['key', 'list', '--json'],
  ]) {
    const { stdout, code } = await door.run(...args);
    t.equal(code, 0);
    t.notMatch(stdout, d, 'the private part is not shown');
  }
  const unregistered = await door.run('claim', itemId);
  t.match(unregistered.stderr, /rig register/);
  t.equal((await door.run('key', 'new', '--name', '../x')).code, 2);
  t.strictSame(door.asked, []);
});

t.test(
  'rig register signs a document 0 that a node takes, and sends the same one again after a lost answer',
  async (t) => {
    const door = await Door.open(t);
    await door.run('key', 'new');
    await door.run('key', 'new', '--name', 'spare');
    door.on('POST /v1/events', () => ({
      status: 503,
      body: { title: 'Unavailable', status: 503, code: 'unavailable' },
    }));
    const lost = await door.run(
      'rig',
      'register',
      'alice',
      '--key',
      'default',
      '--recovery',
      'spare',
      '--name',
      'Алиса',
    );
    t.equal(lost.code, 3);
    const first = door.signed();
    t.match(first.payload, { seq: 0, prev: null, kind: 'human', handle: 'alice', name: 'Алиса', home: nodeId });
    t.equal((first.payload['recovery'] as unknown[]).length, 1);
    t.equal((await door.run('claim', itemId, '--key', 'default')).code, 2, 'not registered yet');
    takeEvents(door);
    t.equal((await door.run('rig', 'register', 'alice', '--key', 'default')).code, 0);
    t.equal(door.signed().token, first.token);

    const state = new MemoryState();
    const judgement = judgeEntry(state, { origin: nodeId, seq: 1, logged_at: Date.now(), jws: first.token });
    t.equal(judgement.row.code, 'ok');
    applyEntry(state, judgement);
    t.equal((await door.run('comment', itemId, 'x', '--key', 'default')).code, 3, 'the item is asked for first');
    door.on(`GET /v1/wanted/${itemId}`, () => ({ body: itemAt(nodeId) }));
    t.equal((await door.run('comment', itemId, 'Why?', '--key', 'default')).code, 0);
    const jws = door.signed().token;
    const judged = judgeEntry(state, { origin: nodeId, seq: 2, logged_at: Date.now(), jws });
    t.equal(judged.row.code, 'unknown_target', 'well signed: only what it is about is missing here');

    const taken = { type: 'about:blank', title: 'Conflict', status: 409, code: 'handle_taken', detail: 'bob is taken' };
    door.on('POST /v1/events', () => ({ status: 409, body: { results: [{ hash: 'x', problem: taken }] } }));
    await door.run('key', 'new', '--name', 'second');
    const refused = await door.run('rig', 'register', 'bob', '--key', 'second', '--json');
    t.equal(refused.code, 1);
    t.strictSame(JSON.parse(refused.stdout), taken, 'the problem document as it came');
    t.notMatch(
      readFileSync(join(door.home, 'wasteland', 'keys', 'second.json'), 'utf8'),
      'rig',
      'nothing is kept of it',
    );
  },
);

t.test('acts with a key go to the log where they belong, with full ids', async (t) => {
  const door = await Door.open(t);
  takeEvents(door);
  await door.run('key', 'new');
  await door.run('rig', 'register', 'alice');
  const rig = (JSON.parse((await door.run('key', 'show', '--json')).stdout) as { rig: { id: string } }).rig;
  door.on('GET /v1/wanted/w-a1a1a1', () => ({ body: itemAt(otherNode) }));
  door.on('GET /v1/rigs/bob', () => ({ body: { id: workerId } }));
  const acts: [args: string[], aud: string, type: string, body: object][] = [
    [['claim', 'w-a1a1a1'], otherNode, 'wanted.claimed', { item: itemId }],
    [['progress', 'w-a1a1a1', '--note', 'half'], otherNode, 'work.progressed', { item: itemId, note: 'half' }],
    [['release', 'w-a1a1a1', '--reason', 'no time'], otherNode, 'wanted.released', { item: itemId, reason: 'no time' }],
    [['withdraw', 'w-a1a1a1'], otherNode, 'wanted.withdrawn', { item: itemId }],
    [
      ['submit', 'w-a1a1a1', '--evidence', 'https://x/1', '--evidence', 'https://x/2', '--summary', 's'],
      otherNode,
      'work.submitted',
      { item: itemId, evidence: [{ url: 'https://x/1' }, { url: 'https://x/2' }], summary: 's' },
    ],
    [['accept', 'w-a1a1a1'], otherNode, 'work.accepted', { completion: completionId }],
    [['reject', 'w-a1a1a1', '--reason', 'r'], otherNode, 'work.rejected', { completion: completionId, reason: 'r' }],
    [
      ['stamp', 'w-a1a1a1', '--quality', '4.5:0.8', '--creativity', '3:0.25', '--skill', 'go', '--severity', 'root'],
      nodeId,
      'stamp.issued',
      {
        completion: completionId,
        subject: workerId,
        severity: 'root',
        dimensions: { quality: { score: 4.5, confidence: 0.8 }, creativity: { score: 3, confidence: 0.25 } },
        skills: ['go'],
      },
    ],
    [['comment', 'w-a1a1a1', 'Why?'], nodeId, 'comment.posted', { about: itemId, text: 'Why?' }],
    [['link', 'bob'], nodeId, 'rig.linked', { other: workerId, relation: 'same_owner' }],
    [
      ['post', 'New', '--type', 'bug', '--reviewer', 'bob', '--depends-on', 'w-a1a1a1', '--priority', '0'],
      nodeId,
      'wanted.posted',
      { title: 'New', type: 'bug', priority: 0, effort: 'medium', reviewers: [workerId], depends_on: [itemId] },
    ],
  ];
  for (const [args, aud, type, body] of acts) {
    const { code, stderr } = await door.run(...args);
    t.equal(code, 0, stderr);
    const { payload, documents } = door.signed();
    t.match(payload, { iss: rig.id, aud, type }, args.join(' '));
    t.strictSame(payload['body'], body, args.join(' '));
    t.strictSame(documents, [], 'its home knows the rig');
  }
  door.on('GET /v1/node', () => ({ body: { id: otherNode } }));
  await door.run('claim', 'w-a1a1a1');
  t.equal(door.signed().documents.length, 1, 'a node that is not its home is told who the rig is');
  const stampId = `s-${'c3'.repeat(20)}`;
  door.on('GET /v1/completions/c-b2b2b2', () => ({ body: { id: completionId } }));
  door.on('GET /v1/stamps/s-c3c3c3', () => ({ body: { id: stampId } }));
  for (const [prefix, about] of [
    ['c-b2b2b2', completionId],
    ['s-c3c3c3', stampId],
  ] as const) {
    t.equal((await door.run('comment', prefix, 'x')).code, 0);
    t.strictSame(door.signed().payload['body'], { about, text: 'x' });
  }
});

t.test('an acceptance with one’s own key says when its stamp is not there too, and does not end as done', async (t) => {
  const door = await Door.open(t);
  takeEvents(door);
  await door.run('key', 'new');
  await door.run('rig', 'register', 'alice');
  door.on('GET /v1/wanted/w-a1a1a1', () => ({ body: itemAt(otherNode) }));
  const accept = ['accept', 'w-a1a1a1', '--quality', '4:0.5', '--json'];
  const posts = (): number => door.asked.filter(({ method }) => method === 'POST').length;

  const outbox = { hash: 'f'.repeat(64), state: 'queued' };
  const queued = { results: [{ hash: outbox.hash, outbox }] };
  door.on('POST /v1/events', () => ({ status: 202, body: queued }));
  const before = posts();
  const waits = await door.run(...accept);
  t.equal(waits.code, 1);
  t.equal(posts(), before + 1, 'the stamp waits for the acceptance');
  t.strictSame(JSON.parse(waits.stdout), { accept: queued, stamp: null });
  t.match(waits.stderr, /not stamped.*wasteland stamp w-a1a1a1a1a1 --completion c-b2b2b2b2b2/);

  const same = { type: 'about:blank', title: 'Conflict', status: 409, code: 'same_owner', detail: 'one owner' };
  const logged = { results: [{ origin: otherNode, seq: 7, hash: 'e'.repeat(64), verdict: 'ok' }] };
  const answers: Answer[] = [
    { status: 201, body: logged },
    { status: 409, body: same },
  ];
  door.on('POST /v1/events', () => answers.shift() ?? { status: 500, body: {} });
  const unstamped = await door.run(...accept);
  t.equal(unstamped.code, 1);
  t.strictSame(JSON.parse(unstamped.stdout), { accept: logged, stamp: same });
  t.match(unstamped.stderr, /accepted, but not stamped: one owner \(same_owner\)/);

  takeEvents(door);
  const both = await door.run(...accept);
  t.equal(both.code, 0, both.stderr);
  t.equal(door.signed().payload['type'], 'stamp.issued');
});

t.test('acts with a token are the node’s to sign; answers come as they are', async (t) => {
  const door = await Door.open(t);
  const item = { id: itemId, title: 'Title\u001b[31m', status: 'claimed' };
  const claimed = { item, event: { seq: 9 }, claim: { since: 'now', until: 'later' } };
  door.on(`POST /v1/wanted/${itemId}/claim`, () => ({ body: claimed, status: 201 }));
  const exact = await door.run('claim', itemId, '--token', 'secret', '--json');
  t.strictSame(JSON.parse(exact.stdout), claimed);
  t.match(door.asked.at(-1), { bearer: 'secret', body: {} });
  const { stdout } = await door.run('claim', itemId, '--token', 'secret');
  t.match(stdout, /^claimed w-a1a1a1a1a1 "Title.*", now claimed, yours until later\n$/);
  t.notMatch(stdout, '\u001b', 'nothing of a stranger reaches the terminal as a command');

  const outbox = { outbox: { hash: 'f'.repeat(64), state: 'queued' } };
  door.on(`POST /v1/wanted/${itemId}/accept`, () => ({ body: outbox, status: 202 }));
  const queued = await door.run('accept', itemId, '--token', 'secret', '--reliability', '2:1');
  t.equal(queued.code, 0);
  t.match(queued.stdout, /^queued/);
  t.strictSame(door.asked.at(-1)?.body, { stamp: { dimensions: { reliability: { score: 2, confidence: 1 } } } });

  const problem = {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    code: 'wrong_state',
    detail: 'it is open',
    legal: ['wanted.claimed'],
  };
  door.on(`POST /v1/wanted/${itemId}/progress`, () => ({ status: 409, body: problem }));
  const refused = await door.run('progress', itemId, '--token', 'secret', '--json');
  t.equal(refused.code, 1);
  t.strictSame(JSON.parse(refused.stdout), problem);
  t.match(refused.stderr, /it is open \(wrong_state\); possible now: wanted\.claimed/);
  t.equal(
    (await door.run('stamp', itemId, '--token', 'x', '--quality', '4')).code,
    2,
    'there is no default confidence',
  );
  t.equal((await door.run('stamp', itemId, '--token', 'x')).code, 2);
  t.equal((await door.run('claim', itemId, '--token', 'x', '--key', 'y')).code, 2);
  t.equal((await wasteland(['browse', '--url', 'http://127.0.0.1:9'], {})).code, 3);
  t.equal((await wasteland(['browse', '--url', 'nonsense'], {})).code, 2);
});

t.test('peer and sync take the operator’s token from where it is', async (t) => {
  const door = await Door.open(t);
  const peer = { id: otherNode, url: 'http://b.example', paused: false, failures: 0 };
  door.on('GET /v1/admin/peers', () => ({ body: { items: [peer], equivocations: [], next_cursor: null } }));
  door.on(`PATCH /v1/admin/peers/${otherNode}`, () => ({ body: { ...peer, paused: true } }));
  const report = { peer: otherNode, result: 'failed', code: 'peer_unreachable', landed: 0, documents: 0, logs: [] };
  door.on(`POST /v1/admin/peers/${otherNode}/sync`, () => ({ body: report }));
  const dataDir = join(door.home, 'data');
  const env = { WASTELAND_URL: door.url, WASTELAND_DATA_DIR: dataDir };
  t.equal((await wasteland(['peer', 'list', '--json'], env)).code, 2, 'there is none');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'admin-token'), 'from-the-file\n');
  t.equal((await wasteland(['peer', 'list'], env)).code, 0);
  t.equal(door.asked.at(-1)?.bearer, 'from-the-file');
  await wasteland(['peer', 'pause', 'http://b.example/'], { ...env, WASTELAND_ADMIN_TOKEN: 'from-the-environment' });
  t.match(door.asked.at(-1), { method: 'PATCH', bearer: 'from-the-environment', body: { paused: true } });
  const failed = await wasteland(['sync', '--json'], env);
  t.equal(failed.code, 1, 'a failed sync is no success');
  t.strictSame(JSON.parse(failed.stdout), { items: [report] });
  t.strictSame(JSON.parse((await wasteland(['sync', otherNode.slice(0, 8), '--json'], env)).stdout), report);
  t.equal((await wasteland(['peer', 'remove', 'nobody-known'], env)).code, 1);
});
