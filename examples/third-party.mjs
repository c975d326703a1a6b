// A reader that believes nobody: clones a node's ledger with plain Dolt and checks, by FEDERATION.md alone, the root and the
// checkpoint of every log, every signature, and every step in the life of every item. It shares no code with the node.
//   node examples/third-party.mjs http://127.0.0.1:50051/ledger [verdicts.json]
// prints `origin seq verdict` for each entry. The file says what somebody else thinks, as `wasteland conformance` answers it:
// `{"verdicts": {origin: ["ok", …]}}`. Exit code 1: a log doesn't hold, or a verdict differs.
// Of a set act it says `well signed`: more takes all logs together. It neither measures members, nor looks for the rarer faults
// of JSON and keys, nor asks how a document may follow another: where the file tells of such a fault, it is believed and counted.
import { isUtf8 } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { createPublicKey, hash, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const believed =
  /^rejected: (?!not_(compact|base64url)|bad_(utf8|json|signature)|wrong_(alg|typ|audience)|stale|unknown_(author|key)|no_|key_not)/;
const sha256 = (bytes, encoding = 'hex') => hash('sha256', bytes, encoding);
const sha256Hex = (...hex) => sha256(Buffer.from(hex.join(''), 'hex'));

class Refused extends Error {}
function need(condition, code) {
  if (!condition) throw new Refused(code);
}

// Sections 1 and 2: tokens and signatures; identity documents as the prefix of one log knows them.
function readToken(text) {
  const parts = text.split('.');
  need(parts.length === 3, 'not_compact');
  const [head, body, signature] = parts.map((part) => Buffer.from(part, 'base64url'));
  need([head, body, signature].map((bytes) => bytes.toString('base64url')).join('.') === text, 'not_base64url');
  const { alg, typ, kid } = readObject(head);
  need(alg === 'EdDSA', 'wrong_alg');
  need(/^wasteland-(identity|event|checkpoint|view)\+jwt$/.test(typ), 'wrong_typ');
  return { typ, kid, payload: readObject(body), hash: sha256(text), signed: `${parts[0]}.${parts[1]}`, signature };
}

function readObject(bytes) {
  need(isUtf8(bytes), 'bad_utf8');
  const value = JSON.parse(bytes.toString()); // a SyntaxError is bad_json too
  need(value instanceof Object && !Array.isArray(value), 'bad_json');
  return value;
}

function checkSignature({ kid, signed, signature }, keys) {
  need(keys.has(kid), 'unknown_key');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: keys.get(kid) }, format: 'jwk' });
  const isNeutral = signature.toString('hex', 0, 32) === `01${'00'.repeat(31)}`;
  need(!isNeutral && verify(null, Buffer.from(signed), key, signature), 'bad_signature');
}

const kidOf = (x) => sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }), 'base64url');
const byKid = (jwks) => new Map(jwks.map(({ x }) => [kidOf(x), x]));

function takeDocument(log, token, { seq }) {
  const { id = Buffer.from(token.hash, 'hex').toString('base64url'), prev } = token.payload;
  const documents = log.documents.get(id) ?? [];
  const before = documents.find((known) => known.hash === prev);
  const [keys, recovery] = [byKid(token.payload.keys), byKid(token.payload.recovery)];
  need(prev === null || before !== undefined, 'no_predecessor');
  checkSignature(token, prev === null ? keys : new Map([...before.keys, ...before.recovery]));
  log.documents.set(id, [...documents, { ...token, seq, keys, recovery }]);
  return 'ok';
}

/** The latest document: at a fork the branch that a recovery key has touched wins, else the one that stands first. */
function latest(documents, document = documents[0]) {
  const after = ({ hash }) => documents.filter(({ payload }) => payload.prev === hash);
  const isRescued = (branch) => document.recovery.has(branch.kid) || after(branch).some(isRescued);
  const next = after(document).find(isRescued) ?? after(document)[0];
  return next === undefined ? document : latest(documents, next);
}

// Section 3: events, and the life of an item.
function may(who, item, { id, kind }) {
  if (who === 'other') return kind !== 'node' && id !== item.claimer;
  if (who === 'judge') return id !== item.claimer && [item.poster, ...item.reviewers].includes(id);
  return id === item[who];
}

const steps = {
  'wanted.claimed': 'open claimed other, claimed claimed other',
  'work.progressed': 'claimed claimed claimer',
  'work.submitted': 'claimed in_review claimer',
  'work.accepted': 'in_review completed judge',
  'work.rejected': 'in_review claimed judge',
  'wanted.released': 'claimed open claimer, claimed open poster, in_review open claimer',
  'wanted.withdrawn': 'open withdrawn poster, open withdrawn home, claimed withdrawn home, in_review withdrawn home',
  'wanted.updated': 'open open poster, claimed claimed poster, in_review in_review poster',
};

function takeEvent(log, token, { logged_at: now }) {
  const { iss, aud, iat, type, body } = token.payload;
  need(aud === log.origin, 'wrong_audience');
  need(iat * 1000 <= now + 600_000 && iat * 1000 >= now - 72 * 3_600_000, 'stale');
  const documents = log.documents.get(iss);
  need(documents !== undefined, 'unknown_author');
  checkSignature(token, new Map(documents.flatMap(({ keys }) => [...keys])));
  if (!/^(wanted|work)\./.test(type)) return 'well signed';
  const { keys, payload } = latest(documents);
  need(keys.has(token.kid), 'key_not_in_force');
  const [id, { reviewers = [], claim_ttl: ttl }] = [token.hash.slice(0, 40), body];
  if (type !== 'wanted.posted') takeStep(log, type, body, { id: iss, kind: payload.kind }, now, `c-${id}`);
  else log.items.set(`w-${id}`, { status: 'open', poster: iss, home: aud, reviewers, ttl });
  return 'ok';
}

function takeStep(log, type, body, author, now, made) {
  const id = body.item ?? log.submissions.get(body.completion);
  need(id !== undefined, 'ignored: unknown_completion');
  const item = log.items.get(id);
  need(item !== undefined, 'ignored: unknown_item');
  const isLeased = type === 'wanted.claimed' && item.status === 'claimed' && !(now - item.leaseFrom >= item.ttl * 1000);
  const open = steps[type].split(', ').filter((row) => row.startsWith(`${item.status} `));
  need(open.length > 0 && !isLeased && item.live === (body.completion ?? item.live), 'ignored: wrong_state');
  const step = open.find((row) => may(row.split(' ')[2], item, author));
  need(step !== undefined, 'ignored: not_allowed');
  if (type === 'wanted.updated') {
    const { reviewers = item.reviewers, claim_ttl: ttl = item.ttl } = body;
    const keepsReviewers = item.reviewers.every((id) => reviewers.includes(id));
    const isSmall = Object.keys(body).every((name) => /^(item|priority|tags|reviewers)$/.test(name));
    need(item.status === 'open' || (isSmall && keepsReviewers), 'ignored: bad_update');
    return void Object.assign(item, { reviewers, ttl });
  }
  item.status = step.split(' ')[1];
  if (type === 'wanted.claimed') item.claimer = author.id;
  if (type === 'work.submitted') log.submissions.set((item.live = made), body.item);
  if (item.status === 'claimed') Object.assign(item, { leaseFrom: now, live: undefined });
  if (['open', 'withdrawn'].includes(item.status)) Object.assign(item, { claimer: undefined, live: undefined });
}

// Sections 4 and 5: a log, its tree and its checkpoint, and the verdicts of its entries.
function verdictOf(log, entry, told) {
  try {
    need(log.first.get(entry.hash) === entry.seq, 'ignored: duplicate');
    need(entry.jws !== `~${entry.hash}`, 'pending: withheld');
    if (believed.test(told)) return told;
    const token = readToken(entry.jws);
    need(!/checkpoint|view/.test(token.typ), 'wrong_typ');
    return token.typ.includes('event') ? takeEvent(log, token, entry) : takeDocument(log, token, entry);
  } catch (error) {
    const code = error instanceof Refused ? error.message : error instanceof SyntaxError ? 'bad_json' : 'schema';
    return code.includes(':') ? code : `rejected: ${code}`;
  }
}

function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  const half = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return sha256Hex('01', rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

function checkLog(origin, checkpoint, rows, told = []) {
  const { iss, seq: size, root } = checkpoint.payload;
  const hashOf = (jws) => (/^~[0-9a-f]{64}$/.test(jws) ? jws.slice(1) : sha256(jws));
  const entries = rows.slice(0, size).map((row) => ({ ...row, hash: hashOf(row.jws) }));
  const isNext = ({ seq, logged_at: at, jws }, index) =>
    seq === index + 1 && at >= (entries[index - 1]?.logged_at ?? 1.6e12) && /^[!-~]{1,16000}$/.test(jws);
  const u64 = (number) => number.toString(16).padStart(16, '0');
  const leaves = entries.map(({ seq, logged_at: at, hash }) => sha256Hex('00', u64(seq), u64(at), hash));
  need(entries.length === size && entries.every(isNext), 'entries are missing, or not in order');
  need(rootOf(leaves) === root && iss === origin && checkpoint.typ.includes('checkpoint'), 'another checkpoint');
  const first = new Map(entries.map(({ hash, seq }) => [hash, seq]).reverse());
  const log = { origin, first, documents: new Map(), items: new Map(), submissions: new Map() };
  const verdicts = entries.map((entry, at) => verdictOf(log, entry, told[at]));
  const own = log.documents.get(origin) ?? [];
  need(own[0]?.seq === 1 && own[0].payload.kind === 'node', 'entry 1 is not its own document 0');
  const tip = latest(own);
  const isEnd = tip.payload.status === 'tombstone' && tip.seq === size;
  checkSignature(checkpoint, (isEnd ? own.find(({ hash }) => hash === tip.payload.prev) : tip).keys);
  return verdicts;
}

const [url, file] = process.argv.slice(2);
const told = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')).verdicts;
const directory = mkdtempSync(`${tmpdir()}/third-party-`);
process.on('exit', () => rmSync(directory, { recursive: true }));
// Dolt leaves files in TMPDIR, and tells its makers what it does, unless it is told not to.
Object.assign(process.env, { DOLT_ROOT_PATH: directory, TMPDIR: directory, DOLT_DISABLE_EVENT_FLUSH: '1' });
const dolt = (cwd, ...args) => execFileSync('dolt', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });
const query = (sql) => JSON.parse(dolt(`${directory}/ledger`, 'sql', '-r', 'json', '-q', sql)).rows ?? [];
dolt(directory, 'clone', url, 'ledger');
const tables = "table_name IN ('events', 'logs') AND table_type = 'BASE TABLE'"; // a view would be the peer's own SQL
need(query(`SELECT 1 FROM information_schema.tables WHERE ${tables}`).length === 2, 'not the tables of a ledger');
const events = Object.groupBy(query('SELECT * FROM events ORDER BY origin, seq'), ({ origin }) => origin);
for (const { origin, checkpoint } of query('SELECT origin, checkpoint FROM logs ORDER BY origin')) {
  try {
    const verdicts = checkLog(origin, readToken(checkpoint), events[origin] ?? [], told?.[origin]);
    need(!told || told[origin]?.length === verdicts.length, 'more or fewer verdicts are told');
    for (const [at, verdict] of verdicts.entries()) {
      const said = told?.[origin][at] ?? verdict;
      const agrees = said === verdict || (verdict === 'well signed' && /^(ok|ignored|pending)/.test(said));
      console.log(origin, at + 1, agrees ? verdict : `${verdict}, but told ${said}`);
      if (!agrees) process.exitCode = 1;
    }
    console.error(origin, 'holds; verdicts believed:', verdicts.filter((each) => believed.test(each)).length);
  } catch (error) {
    console.error(`${origin} does not hold: ${error.message}`);
    process.exitCode = 1;
  }
}
