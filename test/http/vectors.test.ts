import t from 'tap';
import {
  documentCodes,
  eventCodes,
  ignoredCodes,
  keyCodes,
  pendingCodes,
  textCodes,
  type VerdictCode,
} from '../../src/wire/codes.ts';
import { startNetwork } from '../support/network.ts';
import type { Answer } from '../support/network.ts';
import { sha256 } from '../support/signing.ts';
import { tokenVectors } from '../support/vectors.ts';

/** Every token of test/vectors at the door of a real node: its own code, the status of design section 8, no trace in the log. */

t.setTimeout(240_000);

/** Everything that a token can be refused with (protocol.md section 5). */
const closedList: readonly VerdictCode[] = [
  ...new Set<VerdictCode>([
    ...textCodes,
    ...eventCodes,
    ...keyCodes,
    ...documentCodes,
    'key_not_in_force',
    ...ignoredCodes,
    ...pendingCodes,
  ]),
];

/** Codes that `POST /v1/events` of a healthy node never answers, and why. */
const notAtThisDoor: Partial<Record<VerdictCode, string>> = {
  withheld: 'it is the verdict of a hash in place of a text; at a door such a thing is no compact token',
  wrong_audience: "an act for another node's log is relayed to that node, or refused as home_unknown",
  not_ok: 'it needs a submission that was logged and refused, and a door logs only what is ok',
};

/** Design section 8, for what isn't `rejected`; all of that is 422. */
const statuses: Partial<Record<VerdictCode, number>> = {
  duplicate: 200,
  not_allowed: 403,
  not_author: 403,
  unknown_completion: 409,
  unknown_item: 409,
  wrong_state: 409,
  bad_update: 409,
  not_in_chain: 409,
  not_home: 409,
  key_revoked: 409,
  self: 409,
  wrong_subject: 409,
  same_owner: 409,
  unknown_target: 409,
};

const { a } = await startNetwork(t, ['a']);

/** Posts one token as its own body. */
async function postToken(token: string): Promise<Answer & { type: string }> {
  const headers = { 'content-type': 'application/jose' };
  const response = await fetch(`${a.url}/v1/events`, { method: 'POST', headers, body: token });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: await response.json() };
}

async function postTogether(tokens: string[]): Promise<Answer> {
  return await a.ask('POST', '/v1/events', { events: tokens });
}

/** Sequence number, root and checkpoint of the node's own log. */
async function head(): Promise<{ seq: number; root: string; checkpoint: string }> {
  const { body } = await a.ask('GET', '/v1/logs');
  return body.items.find((log: { origin: string }) => log.origin === a.id);
}

/** Hashes of all texts of the node's own log, as the ledger has them. */
async function loggedHashes(): Promise<string[]> {
  const text = await (await fetch(`${a.url}/v1/logs/${a.id}/events`)).text();
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => sha256((JSON.parse(line) as { jws: string }).jws));
}

const vectors = tokenVectors(a.id, Date.now());
const expected = await loggedHashes();
const results = new Map<string, unknown>();

for (const vector of vectors) {
  await t.test(vector.name, async (t) => {
    const { tokens, codes, code, together, why } = vector;
    const last = tokens.at(-1) ?? '';
    t.equal(codes.at(-1), code, 'the last token is what it is about');
    for (const [at, token] of tokens.slice(0, -1).entries()) {
      if (together) break;
      t.equal(codes[at], 'ok', 'what comes before it is in order');
      const { status, body } = await postToken(token);
      t.match({ status, body }, { status: 201, body: { results: [{ origin: a.id, verdict: 'ok' }] } }, `step ${at}`);
      results.set(token, body.results[0]);
      expected.push(sha256(token));
    }
    if (together) {
      const { status, body } = await postTogether(tokens);
      t.equal(status, 201, 'logged but for the last one');
      t.match(body.results.at(-1), { hash: sha256(last), problem: { code } });
      expected.push(...tokens.slice(0, -1).map(sha256));
    }

    const before = await head();
    const alone = await postToken(last);
    const listed = await postTogether([last]);
    if (code === 'duplicate') {
      const first = results.get(last);
      t.ok(first, 'it was logged before');
      // The proof is for the newest checkpoint; nothing else may differ from the first answer.
      for (const { status, body } of [alone, listed]) {
        t.equal(status, 200);
        t.same({ ...body.results[0], proof: null }, { ...(first as object), proof: null }, 'the first result');
      }
    } else {
      const status = statuses[code as VerdictCode] ?? 422;
      t.match(alone, { status, type: /^application\/problem\+json/, body: { status, code } }, `${why}: ${code}`);
      t.match(listed, { status, body: { status, code } }, 'in a list too');
      t.match(listed.body.results, [{ hash: sha256(last), problem: { status, code } }]);
    }
    t.same(await head(), before, 'nothing was appended');
  });
}

t.test('nothing stands in the log but what was answered with ok', async (t) => {
  t.strictSame(await loggedHashes(), expected);
});

t.test('every code of the closed list is answered, but for those that no door answers', async (t) => {
  const answered = new Set(vectors.map(({ code }) => code));
  for (const code of Object.keys(notAtThisDoor)) t.notOk(answered.has(code), `${code} is answered after all`);
  const wanted = closedList.filter((code) => !Object.hasOwn(notAtThisDoor, code));
  t.strictSame([...answered].sort(), [...wanted].sort());
  t.strictSame(
    Object.keys(statuses).sort(),
    wanted.filter((code) => [...ignoredCodes, ...pendingCodes].some((other) => other === code)).sort(),
    'a status is said for each that is not rejected',
  );
});
