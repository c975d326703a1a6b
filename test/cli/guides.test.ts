import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { runBash } from '../support/bash.ts';
import { doltBin, temporaryDirectory } from '../support/dolt.ts';
import { allDocuments, blocksOf, proseOf, readDocument } from '../support/markdown.ts';
import { NodeProcess } from '../support/node-process.ts';

t.setTimeout(290_000);

const root = fileURLToPath(new URL('../../', import.meta.url));
const guides = allDocuments().filter((document) => document.startsWith('docs/'));

t.test('every block of a guide runs, or says why it can only be shown', async (t) => {
  const known =
    /^(runs: (on one node|on two nodes|with node|as move\.mjs|while it serves|while it is stopped|with a peer)|shown: .+)$/;
  for (const { document, mark, text } of guides.flatMap(blocksOf)) {
    t.match(mark, known, `${document}: ${text.slice(0, 80)}`);
  }

  const [a, b] = await Promise.all(['a', 'b'].map((name) => new NodeProcess(name).start()));
  if (a === undefined || b === undefined) throw new Error('no nodes');
  t.teardown(() => Promise.all([a.remove(), b.remove()]));
  const directory = await temporaryDirectory(t);
  const environment = {
    WASTELAND_URL: a.url,
    WASTELAND_DATA_DIR: a.dataDir,
    WASTELAND_DOLT_BIN: await doltBin(),
    HOME: directory,
  };
  const replaced: [string, string][] = [
    ['http://127.0.0.1:8080', a.url],
    ['http://127.0.0.1:8081', a.url],
    ['http://127.0.0.1:8082', b.url],
    ['/tmp/', `${directory}/`],
    ['node move.mjs', `node ${join(directory, 'move.mjs')}`],
  ];
  /** On the nodes of this test. */
  const here = (text: string): string => replaced.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const textOf = (guide: string, mark: string): string =>
    here(
      blocksOf(guide)
        .flatMap((block) => (block.mark === mark ? block.text : []))
        .join('\n'),
    );

  await t.test('the agent’s guide', async (t) => {
    const output = await runBash(textOf('docs/agents.md', 'runs: on one node'), environment);
    for (const said of [
      /^find_work: Find work$/m,
      /"code": "wrong_state"/,
      /^rejected: names the tools/m,
      /^201 true$/m,
    ]) {
      t.match(output, said);
    }
    await writeFile(join(directory, 'own-key.mjs'), textOf('docs/agents.md', 'runs: with node'));
    t.match(await runBash(`node ${directory}/own-key.mjs`, environment), /(^\d+ ok\n){3}/m, 'three receipts');
  });

  await t.test('the worker’s guide', async (t) => {
    await mkdir(join(directory, 'node_modules'));
    await symlink(root, join(directory, 'node_modules', 'wasteland'));
    await writeFile(join(directory, 'move.mjs'), textOf('docs/workers.md', 'runs: as move.mjs'));
    const output = await runBash(textOf('docs/workers.md', 'runs: on two nodes'), environment);
    t.match(output, /quality +1 +4\.50/);
    t.match(output, `rosa@${new URL(b.url).host}`, 'she has moved');
  });

  await t.test('the operator’s guide', async (t) => {
    const guide = 'docs/operations.md';
    const serving = await runBash(textOf(guide, 'runs: while it serves'), environment);
    t.match(serving, /"status": "ok"/);
    const measured = (await (await fetch(`${a.url}/metrics`)).text()).match(/(?<=# TYPE )wasteland_\w+/g) ?? [];
    const prose = proseOf(guide);
    for (const name of measured) t.match(prose, name, `${guide} says what ${name} is`);
    for (const [name] of prose.matchAll(/wasteland_[a-z_]+/g)) {
      t.ok(
        measured.some((each) => name === each || name === `${each}_count`),
        `${name} is measured`,
      );
    }
    const { checks } = (await (await fetch(`${a.url}/readyz`)).json()) as { checks: Record<string, string> };
    for (const [name, says] of Object.entries(checks)) t.match(prose, new RegExp(`\`${name}\` +\\| \`${says}\``), name);
    await runBash(textOf(guide, 'runs: with a peer'), environment);
    await a.end('SIGTERM');
    t.match(await runBash(textOf(guide, 'runs: while it is stopped'), environment), /everything is as it should be/);
    await a.start();
  });

  await t.test('what they name is on the node', async (t) => {
    for (const guide of guides) {
      for (const [, path = ''] of readDocument(guide).matchAll(
        /`(?:GET )?(?:http:\/\/127\.0\.0\.1:8080)?(\/[a-z][\w./-]*)`/g,
      )) {
        if (path.startsWith('/v1/') || path === '/mcp') continue;
        const { status } = await fetch(`${a.url}${path}`, { method: 'HEAD', headers: { accept: 'text/html' } });
        t.ok(status === 200 || status === 405, `${guide}: ${path} answers ${status}`);
      }
    }
  });
});
