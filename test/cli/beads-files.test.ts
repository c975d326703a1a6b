import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readBeads } from '../../src/cli/import/beads-file.ts';
import { wasteland } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';
import { StubServer } from '../support/stub-server.ts';

/** Files of beads: what is read and refused line by line, and how much of a board is in memory while one is written. */

t.setTimeout(180_000);
const directory = await temporaryDirectory(t);

let files = 0;
function file(...lines: (string | Buffer)[]): string {
  const path = join(directory, `${(files += 1)}.jsonl`);
  writeFileSync(path, Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))));
  return path;
}

t.test('lines as any version of bd writes them', async (t) => {
  const read = await readBeads(
    file(
      '\ufeff{"id":"bd-a","title":"T","external_ref":null,"estimated_minutes":null,"metadata":{"x":[1,null]}}\r',
      '{"_type":"memory","key":"k","value":"v"}',
      '  ',
      '{"_type":"issue","id":"bd-b","title":"half a \\ud800 pair","dependency_count":0,"dependencies":[]}',
      '{"id":"bd-c","title":"T","dependencies":[{"issue_id":"bd-c","depends_on_id":"external:x:y","type":"blocks","metadata":"{}"}]}',
    ),
  );
  t.same(read, [
    { line: 1, bead: { id: 'bd-a', title: 'T' } },
    { line: 4, bead: { id: 'bd-b', title: 'half a \ufffd pair', dependencies: [] } },
    {
      line: 5,
      bead: {
        id: 'bd-c',
        title: 'T',
        dependencies: [{ issue_id: 'bd-c', depends_on_id: 'external:x:y', type: 'blocks', metadata: '{}' }],
      },
    },
  ]);
  t.same(await readBeads(file()), []);
});

t.test('every kind of broken line, and only those', async (t) => {
  const good = (id: string): string => JSON.stringify({ id, title: 'T' });
  const broken: [line: string | Buffer, why: RegExp][] = [
    ['<<<<<<< HEAD', /is not JSON/],
    ['{"id":"a","title":"T"', /is not JSON/],
    [Buffer.from([0x7b, 0xff, 0x7d]), /is not JSON in UTF-8/],
    ['null', /must be object/],
    ['[]', /must be object/],
    ['7', /must be object/],
    ['{"title":"T"}', /required property 'id'/],
    ['{"id":"a b","title":"T"}', /\/id must match/],
    ['{"id":"a\\u0007","title":"T"}', /\/id must match/],
    ['{"id":"a"}', /required property 'title'/],
    ['{"id":"a","title":""}', /\/title/],
    ['{"id":"a","title":"T","priority":5}', /\/priority must be <= 4/],
    ['{"id":"a","title":"T","priority":"high"}', /\/priority must be integer/],
    ['{"id":"a","title":"T","labels":"x"}', /\/labels must be array/],
    ['{"id":"a","title":"T","labels":[null]}', /\/labels\/0/],
    ['{"id":"a","title":"T","dependencies":[{"type":"blocks"}]}', /depends_on_id/],
    ['{"id":"a","title":"T","dependencies":[{"issue_id":"b","depends_on_id":"c","type":"blocks"}]}', /of b/],
    [good('g-1'), /is about the bead of line 1/],
    [JSON.stringify({ id: 'a', title: 'x'.repeat(1024 * 1024) }), /has more than 1048576 bytes/],
  ];
  for (const [line, why] of broken) {
    const error = await readBeads(file(good('g-1'), line, good('g-2'))).catch((thrown: Error) => thrown);
    const message = error instanceof Error ? error.message : 'it was taken';
    const [, told, ...others] = message.split('\n');
    t.match(told, new RegExp(`^ {2}line 2: .*${why.source}`), line.toString().slice(0, 80));
    t.same(others, []);
  }
  const many = await readBeads(file(...Array.from({ length: 25 }, () => '{'))).catch((thrown: Error) => thrown);
  t.match(many, { name: 'UsageError', message: /line 20: [^\n]+\n {2}and 5 more$/ });
});

t.test('a board of 48 MB is written with a heap of 56', async (t) => {
  const stub = await StubServer.start(t);
  const [pages, perPage] = [30, 200];
  const idAt = (at: number): string => `w-${String(at).padStart(40, '0')}`;
  const who = { id: 'A'.repeat(43), handle: 'poster', address: 'poster@board.example' };
  const time = '2026-01-01T00:00:00.000Z';
  const itemAt = (at: number): object => ({
    id: idAt(at),
    status: 'open',
    posted_by: who,
    claimed_by: null,
    title: `Item ${at}`,
    description: 'x'.repeat(8_000),
    type: 'bug',
    priority: 2,
    effort: 'small',
    tags: [],
    acceptance: [],
    origin_ref: `beads:bd-${at}`,
    depends_on: at === 0 ? [] : [idAt(at - 1)],
    created_at: time,
    updated_at: time,
  });
  for (let page = 0; page < pages; page += 1) {
    const cursor = page === 0 ? '' : `&cursor=p${page}`;
    stub.pages.set(`/v1/wanted?sort=created&limit=200${cursor}`, (_request, response) => {
      const items = Array.from({ length: perPage }, (_, index) => itemAt(page * perPage + index));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items, next_cursor: page + 1 < pages ? `p${page + 1}` : null }));
    });
  }
  const out = join(directory, 'board.jsonl');
  const environment = { WASTELAND_URL: stub.url, NODE_OPTIONS: '--max-old-space-size=56' };
  const ended = await wasteland(['export', 'beads', '--out', out, '--json'], environment);
  t.equal(ended.code, 0, ended.stderr);
  t.same(JSON.parse(ended.stdout), { out, beads: pages * perPage });
  t.ok(statSync(out).size > 48_000_000, `${statSync(out).size} bytes`);
  const last = readFileSync(out, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  t.match(JSON.parse(last), { id: 'bd-5999', dependencies: [{ depends_on_id: 'bd-5998' }] });
  t.equal(stub.asked.length, pages, 'what was on a page before is not asked for again');
});
