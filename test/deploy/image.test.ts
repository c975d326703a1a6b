import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { unknownVariables } from '../../src/config/env.ts';
import { DOLT_VERSION } from '../../scripts/find-dolt.mjs';
import { freePort } from '../../src/ledger/dolt/free-port.ts';
import { processesOf } from '../support/dolt.ts';
import { Container } from './container.ts';
import { lastOf, pairsOf, readCopy } from './dockerfile.ts';
import { root, stageOf, stages } from './image.ts';

// An installation, two nodes with their Dolts, some forty commands and four clones, on a machine that does other things too.
t.setTimeout(290_000);

const runtime = stageOf('runtime');
const [init, , ...entrypoint] = JSON.parse(lastOf(runtime, 'ENTRYPOINT')) as string[];
const serve = [...entrypoint, ...(JSON.parse(lastOf(runtime, 'CMD')) as string[])];
const healthCheck = JSON.parse(/ CMD (\[.*\])$/.exec(lastOf(runtime, 'HEALTHCHECK'))?.[1] ?? '') as string[];

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

t.test('the Dockerfile, compose.yaml and the chart say the same as the rest of the project', async (t) => {
  const { version, devDependencies } = JSON.parse(read('package.json')) as {
    version: string;
    devDependencies: Record<string, string>;
  };
  const chart = read('helm/Chart.yaml');
  const values = read('helm/values.yaml');
  const compose = read('compose.yaml');
  t.same(
    stages.map(({ base }) => base),
    [`dolthub/dolt:${DOLT_VERSION}`, ...Array<string>(3).fill(`node:${devDependencies['node']}-bookworm-slim`)],
  );
  t.equal(pairsOf(runtime, 'LABEL')['org.opencontainers.image.version'], version);
  t.ok(chart.includes(`\nappVersion: ${version}\n`));
  t.ok(compose.includes(`image: wasteland:${version}\n`));

  const environment = pairsOf(runtime, 'ENV');
  t.same(unknownVariables(environment), []);
  const inCompose = [...compose.matchAll(/^ +(WASTELAND_\w+): /gm)].map(([, name]) => [name, '']);
  t.same(unknownVariables(Object.fromEntries(inCompose) as Record<string, string>), []);
  t.equal(environment['WASTELAND_DATA_DIR'], lastOf(runtime, 'VOLUME'));
  t.ok(values.includes(`\n  dataDir: ${lastOf(runtime, 'VOLUME')}\n`));
  const [port, doltPort] = lastOf(runtime, 'EXPOSE').split(' ');
  t.ok(values.includes(`\n  port: ${port}\n`) && values.includes(`\n  doltRemotePort: ${doltPort}\n`));

  const [uid, gid] = lastOf(runtime, 'USER').split(':');
  t.match(uid, /^[1-9]\d*$/, 'a number, and not that of root');
  t.ok(values.includes(`\n  runAsUser: ${uid}\n  runAsGroup: ${gid}\n`));
  t.equal(lastOf(runtime, 'STOPSIGNAL'), 'SIGTERM');
  t.equal(init, 'tini');
});

t.test('the build context is what the Dockerfile copies', async (t) => {
  const copied = stages
    .flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'COPY'))
    .map(({ text }) => readCopy(text))
    .filter(({ from }) => from === undefined)
    .flatMap(({ sources }) => sources.map((source) => source.split('/')[0]));
  const [everything, ...admitted] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  t.equal(everything, '*');
  t.same(admitted.sort(), [...new Set(copied)].map((name) => `!${name}`).sort());
});

t.test('what the image holds runs as anybody, and writes to its volume only', async (t) => {
  const container = await Container.make(t);
  t.same(container.written(), [], 'nothing was written yet');

  await t.test('no Go, no compiler, no npm, nothing that only development needs', async (t) => {
    const found = container.start(['bash', '-c', 'command -v go gcc cc clang npm; exit 0']);
    t.equal(await text(found.stdout!), '');
    const modules = join(container.image, 'app/node_modules');
    const development = ['typescript', 'tap', 'eslint', 'node'];
    t.same(
      readdirSync(modules).filter((name) => development.includes(name)),
      [],
    );
    for (const place of ['.', 'app', 'app/dist', 'usr/local/bin']) {
      const touched = container.start(['bash', '-c', `: > ${join(container.image, place, 'file')}`]);
      t.not((await once(touched, 'close'))[0], 0, `${place} is read-only`);
    }
  });

  await t.test('it serves, its health check says so, and SIGTERM ends it all', async (t) => {
    const port = String(await freePort());
    const own = { WASTELAND_PORT: port, WASTELAND_DOLT_REMOTE_PORT: '0' };
    const healthy = async (): Promise<boolean> => {
      const check = container.start(healthCheck, own);
      return ((await once(check, 'close')) as [number])[0] === 0;
    };
    t.notOk(await healthy(), 'before it runs');
    const node = container.start(serve, own);
    t.teardown(() => node.kill('SIGTERM'));
    const errors = text(node.stderr!);
    const ended = once(node, 'close') as Promise<[number | null]>;
    let ready = false;
    for await (const line of createInterface(node.stdout!)) {
      ready = line.includes('"msg":"ready"');
      if (ready) break;
    }
    node.stdout!.resume();
    t.ok(ready, 'ready');
    t.ok(await healthy(), 'while it runs');
    t.equal(processesOf(container.dataDir).length, 1, 'with its Dolt');
    node.kill('SIGTERM');
    t.same(await ended, [0, null]);
    t.equal(await errors, '');
    t.same(processesOf(container.dataDir), [], 'without its Dolt');
    t.notOk(readdirSync(container.dataDir).includes('run.json'));
    t.notOk(await healthy(), 'after it has ended');
  });

  await t.test('examples/two-nodes.sh does what it says with it', async (t) => {
    const examples = join(dirname(container.dataDir), 'examples');
    cpSync(join(root, 'examples'), examples, { recursive: true });
    const example = container.start(['bash', join(examples, 'two-nodes.sh')], {
      WASTELAND: join(container.image, 'usr/local/bin', entrypoint[0] ?? ''),
      TMPDIR: container.dataDir,
    });
    // It stops its nodes itself.
    t.teardown(() => example.kill('SIGTERM'));
    const ended = once(example, 'close') as Promise<[number | null]>;
    const [[code], said, errors] = await Promise.all([ended, text(example.stdout!), text(example.stderr!)]);
    if (code !== 0) t.comment(`${said}\n${errors}`);
    t.equal(code, 0, 'exit code');
    t.ok(said.endsWith('all as it should be\n'), 'to its end');
    for (const part of ['item', 'completions', 'comments', 'stamps', 'history', 'evidence about bob', 'digest']) {
      t.ok(said.includes(`\nsame on both: ${part}\n`), part);
    }
    t.same(processesOf(container.dataDir), [], 'both nodes have ended, and their Dolts');
  });

  t.same(container.written(), [], 'nothing was written but to the volume');
});
