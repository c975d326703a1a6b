import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { withTable } from '../../scripts/configuration-table.ts';
import { exitCodes } from '../../src/cli/terminal/exit-codes.ts';
import { runBash } from '../support/bash.ts';
import { wasteland } from '../support/command-line.ts';
import { doltBin, temporaryDirectory } from '../support/dolt.ts';
import { blocksOf, readDocument } from '../support/markdown.ts';
import { NodeProcess } from '../support/node-process.ts';

t.setTimeout(240_000);

const root = fileURLToPath(new URL('../../', import.meta.url));
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'FEDERATION.md', 'helm/README.md'];
const readme = readDocument('README.md');
const shell = documents.flatMap(blocksOf).filter(({ language }) => language === 'sh');

t.test('the README is as the code is', (t) => {
  t.equal(readme, withTable(readme), 'the table of the configuration: run "npm run generate"');
  t.ok(readme.includes(`\n\`\`\`sh\n${readDocument('examples/agent.sh')}\`\`\`\n`), 'examples/agent.sh as it is');
  for (const code of Object.values(exitCodes)) {
    t.ok(new RegExp(`^\\| ${code} +\\| `, 'm').test(readme), `exit code ${code}`);
  }
  t.end();
});

t.test('the map names every house and no other', (t) => {
  const map = readDocument('CONTRIBUTING.md');
  for (const entry of readdirSync(join(root, 'src'), { withFileTypes: true })) {
    if (entry.isDirectory()) t.ok(map.includes(`\`src/${entry.name}/\``), `src/${entry.name}/`);
  }
  t.end();
});

t.test('every block of shell runs, or says why it can only be shown', async (t) => {
  for (const { mark, document, text } of shell) {
    if (document === 'helm/README.md') continue;
    t.match(mark, /^(runs: (one node|two nodes)|shown: .+|examples\/agent\.sh)$/, `${document}: ${text.slice(0, 80)}`);
  }
  const [a, b] = await Promise.all(['a', 'b'].map((name) => new NodeProcess(name).start()));
  if (a === undefined || b === undefined) throw new Error('no nodes');
  t.teardown(() => Promise.all([a.remove(), b.remove()]));
  const portOf = (url: string): string => new URL(url).port;
  const replaced: [string, string][] = [
    ['127.0.0.1:8080', `127.0.0.1:${portOf(a.url)}`],
    ['127.0.0.1:50051', `127.0.0.1:${portOf(a.remotes.ledger)}`],
    ['127.0.0.1:8081', `127.0.0.1:${portOf(a.url)}`],
    ['127.0.0.1:8082', `127.0.0.1:${portOf(b.url)}`],
    ['data/a', a.dataDir],
    ['data/b', b.dataDir],
  ];
  /** On the nodes of this test, wherever the document has its own. */
  const here = (text: string): string => replaced.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const scriptOf = (mark: string): string =>
    here(shell.flatMap((block) => (block.mark === mark ? block.text : [])).join('\n'));
  const environment = { WASTELAND_URL: a.url, WASTELAND_DATA_DIR: a.dataDir, WASTELAND_DOLT_BIN: await doltBin() };

  await t.test('on one node', async (t) => {
    const home = await temporaryDirectory(t);
    const output = await runBash(scriptOf('runs: one node'), { ...environment, HOME: home });
    t.match(output, /quality +1 +4\.50/, 'the evidence about bob');
    t.match(output, /everything is as it should be/, 'verified');
  });

  await t.test('on two', async (t) => {
    const home = await temporaryDirectory(t);
    const output = await runBash(scriptOf('runs: two nodes'), { ...environment, HOME: home });
    t.match(output, /quality +1 +4\.00/, 'the evidence about bob');
    const projections = output.match(/^projection [0-9a-f]{64}$/gm) ?? [];
    t.equal(projections.length, 2);
    t.equal(projections[0], projections[1], 'both show the same');
  });

  await t.test('and what is TypeScript', async (t) => {
    const directory = await temporaryDirectory(t);
    await mkdir(join(directory, 'node_modules'));
    await symlink(root, join(directory, 'node_modules', 'wasteland'));
    const [client = { text: '' }] = blocksOf('README.md').filter(({ language }) => language === 'ts');
    await writeFile(join(directory, 'client.mts'), here(client.text));
    await runBash(`node ${join(directory, 'client.mts')}`, environment);
    t.match((await wasteland(['rig', 'show', 'tinker'], environment)).stdout, /kind: agent, active/);
  });
});
