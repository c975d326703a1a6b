import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RowDataPacket } from 'mysql2';
import t, { type Test } from 'tap';
import { attachPublicServer, runningNode } from '../../src/ledger/dolt/attach.ts';
import { connect } from '../../src/ledger/dolt/connect.ts';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import { startPublicServer } from '../../src/ledger/dolt/public-server.ts';
import { endProcess, identify } from '../../src/ledger/dolt/process-identity.ts';
import { processorsOf } from '../../src/ledger/dolt/server-config.ts';
import { createLog } from '../../src/log.ts';
import { doltBin, processesOf, startTestDolt, temporaryDirectory, until } from '../support/dolt.ts';

const run = promisify(execFile);
const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));
const crashingNode = fileURLToPath(new URL('../support/crashing-node.ts', import.meta.url));
const log = createLog('silent');

/** Runs the `dolt` program as a stranger would, with a home of its own. */
async function dolt(t: Test, args: string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  const home = await temporaryDirectory(t);
  const env = { HOME: home, DOLT_ROOT_PATH: home };
  const bin = await doltBin();
  for (const [key, value] of [
    ['user.name', 'stranger'],
    ['user.email', 'stranger@localhost'],
    ['metrics.disabled', 'true'],
    ['versioncheck.disabled', 'true'],
  ] as const) {
    await run(bin, ['config', '--global', '--add', key, value], { env, cwd: home });
  }
  return run(bin, args, { env, cwd });
}

interface Crashable {
  node: ChildProcess;
  dolts: { public: number; quarantine: number; port: number };
}

async function startCrashable(t: Test, dataDir: string, mode = ''): Promise<Crashable> {
  const node = spawn(process.execPath, [crashingNode, dataDir, await doltBin(), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    node.kill('SIGKILL');
    await Promise.all(processesOf(dataDir).map((pid) => endProcess(identify(pid) ?? { pid, started: '' }, 0)));
  });
  const [line] = (await once(createInterface(node.stdout), 'line')) as [string];
  return { node, dolts: JSON.parse(line) as Crashable['dolts'] };
}

async function killNode({ node }: Crashable): Promise<void> {
  const gone = once(node, 'exit');
  node.kill('SIGKILL');
  await gone;
}

t.test('anyone can clone ledger and commons, and nobody without the password can do more', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  await migrate(server, migrations);
  const remote = `http://127.0.0.1:${server.remotePort}`;
  const work = await temporaryDirectory(t);
  for (const name of ['ledger', 'commons']) {
    await dolt(t, ['clone', `${remote}/${name}`], work);
    t.ok(existsSync(join(work, name, '.dolt')), `${name} is cloned`);
  }
  const tables = await dolt(t, ['sql', '-r', 'csv', '-q', 'SHOW TABLES'], join(work, 'ledger'));
  t.match(tables.stdout, /events\nlogs\nmigrations/);

  await dolt(t, ['sql', '-q', "INSERT INTO logs VALUES ('x', 1, NULL, NULL)"], join(work, 'ledger'));
  await dolt(t, ['commit', '-Am', 'mine'], join(work, 'ledger'));
  await t.rejects(dolt(t, ['push', 'origin', 'main'], join(work, 'ledger')), /read.?only|permission|denied/i);

  await t.rejects(connect({ port: server.port, user: server.user, password: 'guessed' }), {
    code: 'ER_ACCESS_DENIED_ERROR',
  });
  const root = await connect({ port: server.port, user: 'root', password: '' });
  t.teardown(() => root.end());
  for (const statement of [
    'SELECT * FROM ledger.events',
    'SELECT * FROM mysql.user',
    'CREATE DATABASE mine',
    'DROP DATABASE ledger',
    "INSERT INTO ledger.logs VALUES ('x', 1, NULL, NULL)",
    "CREATE USER 'mine'@'%'",
    'USE ledger',
  ]) {
    await t.rejects(root.query(statement), /denied/i, statement);
  }
  const [rows] = await root.query("SELECT LOAD_FILE('/etc/hostname') AS file");
  t.match(rows, [{ file: null }], 'no file can be read');

  const own = await server.connect();
  t.teardown(() => own.end());
  const [remaining] = await own.query('SELECT COUNT(*) AS n FROM ledger.events UNION SELECT COUNT(*) FROM ledger.logs');
  t.match(remaining, [{ n: 0 }]);
  t.equal(statSync(join(dataDir, 'dolt', '.server', 'password')).mode & 0o777, 0o600);
});

t.test('connections are as the ledger needs them', async (t) => {
  const { server } = await startTestDolt(t, { remotePort: 'off' });
  t.equal(server.remotePort, undefined);
  const connection = await server.connect({ database: 'ledger' });
  t.teardown(() => connection.end());
  const [rows] = await connection.query(
    "SELECT @@time_zone AS zone, @@event_scheduler AS events, CAST(9007199254740991 AS SIGNED) AS big, TIMESTAMP('2026-01-01 00:00:00') AS at",
  );
  t.match(rows, [{ zone: '+00:00', events: 'OFF', big: 9007199254740991, at: /^2026-01-01 00:00:00/ }]);
  await t.rejects(connection.query('SELECT 1; SELECT 2'), 'several statements in one text are refused');
});

t.test('no thread works for a query planner', async (t) => {
  const { server } = await startTestDolt(t);
  const connection = await server.connect();
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@GLOBAL.dolt_stats_enabled AS enabled');
  await connection.end();
  t.equal(row?.['enabled'], 0);
});

t.test('exactly one directory is called ledger and one commons', async (t) => {
  const { dataDir, server } = await startTestDolt(t);
  await migrate(server, migrations);
  const names = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  t.equal(names.filter((name) => name === 'ledger').length, 1);
  t.equal(names.filter((name) => name === 'commons').length, 1);
});

t.test(
  'files under way are kept in the data directory, and those of a crash are gone after the next start',
  async (t) => {
    const { dataDir, server } = await startTestDolt(t);
    const directory = join(dataDir, 'dolt', '.server', 'tmp');
    const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8').split('\0');
    t.ok(environment.includes(`TMPDIR=${directory}`), 'no other place need be writable');
    await server.stop();
    writeFileSync(join(directory, 'left'), '');
    await startTestDolt(t, { dataDir });
    t.notOk(existsSync(join(directory, 'left')));
  },
);

t.test('one processor is left to the node, where there is more than one', async (t) => {
  t.equal(processorsOf(8), 7);
  t.equal(processorsOf(2), 1);
  t.equal(processorsOf(1), 1);
  const { server } = await startTestDolt(t);
  const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8').split('\0');
  t.ok(environment.includes(`GOMAXPROCS=${processorsOf(availableParallelism())}`), 'and Go is told so');
});

t.test('a killed server is started again on the same ports, with all that was committed', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  await migrate(server, migrations);
  const { port, remotePort, pid } = server;
  let restarts = 0;
  server.onRestart(() => (restarts += 1));
  for (const round of [1, 2]) {
    process.kill(server.pid, 'SIGKILL');
    await until(`Dolt runs again, round ${round}`, () => restarts === round && server.state === 'running');
  }
  t.not(server.pid, pid);
  t.equal(server.port, port);
  t.equal(server.remotePort, remotePort);
  const connection = await server.connect({ database: 'ledger' });
  t.teardown(() => connection.end());
  const [rows] = await connection.query('SELECT COUNT(*) AS n FROM migrations WHERE version = 1');
  t.match(rows, [{ n: 1 }]);
  t.same(processesOf(dataDir), [server.pid]);
});

t.test('a command beside the node reaches its server', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  const attached = attachPublicServer(dataDir);
  t.match(attached, { pid: server.pid, port: server.port });
  const connection = await attached?.connect({ database: 'ledger' });
  await connection?.end();
  t.equal(runningNode(dataDir), process.pid);
  await server.stop();
  t.equal(attachPublicServer(dataDir), undefined);
  t.equal(runningNode(dataDir), undefined);
});

t.test('stopping a server that has just died leaves nothing either', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  process.kill(server.pid, 'SIGKILL');
  await until('its death is noticed', () => server.state === 'starting');
  await server.stop();
  t.equal(server.state, 'stopped');
  t.same(processesOf(dataDir), []);
});

t.test('a stopped server leaves nothing, and starts again over its data', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  await migrate(server, migrations);
  await server.stop();
  t.equal(server.state, 'stopped');
  t.same(processesOf(dataDir), []);
  t.notOk(existsSync(join(dataDir, 'run.json')));
  const again = await startTestDolt(t, { dataDir });
  t.equal(await migrate(again.server, migrations), 0, 'nothing to migrate');
});

t.test('what a crashed node left behind is ended, and its data is kept', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const crashed = await startCrashable(t, dataDir);
  await killNode(crashed);
  t.same(processesOf(dataDir).sort(), [crashed.dolts.public, crashed.dolts.quarantine].sort(), 'both outlive the node');
  const { server } = await startTestDolt(t, { dataDir });
  t.same(processesOf(dataDir), [server.pid]);
});

t.test('orphans are found without a run file too', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const crashed = await startCrashable(t, dataDir);
  await killNode(crashed);
  rmSync(join(dataDir, 'run.json'));
  const { server } = await startTestDolt(t, { dataDir });
  t.same(processesOf(dataDir), [server.pid]);
});

t.test('a run file of long ago, whose process ids are others by now, harms nobody', async (t) => {
  const dataDir = await temporaryDirectory(t);
  const bystander = spawn('sleep', ['600']);
  t.teardown(() => bystander.kill());
  await once(bystander, 'spawn');
  const old = { pid: bystander.pid, started: '1' };
  writeFileSync(
    join(dataDir, 'run.json'),
    JSON.stringify({ node: old, dolts: { public: { ...old, port: 1 }, quarantine: { ...old, port: 1 } } }),
  );
  await startTestDolt(t, { dataDir });
  t.equal(bystander.exitCode, null);
  t.equal(bystander.signalCode, null);
});

t.test('a second node is refused', async (t) => {
  const bin = await doltBin();
  const start = (dataDir: string): Promise<unknown> => startPublicServer({ dataDir, bin, remotePort: 0, log });

  await t.test('while the first lives', async (t) => {
    const dataDir = await temporaryDirectory(t);
    const first = await startCrashable(t, dataDir, 'hold');
    await t.rejects(start(dataDir), { code: 'already_running' });
    t.ok(processesOf(dataDir).includes(first.dolts.public), 'its Dolt is left alone');
  });

  await t.test('while somebody else holds the lock on an orphan', async (t) => {
    const dataDir = await temporaryDirectory(t);
    const crashed = await startCrashable(t, dataDir);
    await killNode(crashed);
    const password = readFileSync(join(dataDir, 'dolt', '.server', 'password'), 'utf8').trim();
    const holder = await connect({ port: crashed.dolts.port, user: 'wasteland', password });
    t.teardown(() => holder.destroy());
    await holder.query("SELECT GET_LOCK('wasteland-writer', 0)");
    await t.rejects(start(dataDir), { code: 'already_running' });
    t.ok(processesOf(dataDir).includes(crashed.dolts.public));
    await holder.end();
    await startTestDolt(t, { dataDir });
    t.notOk(processesOf(dataDir).includes(crashed.dolts.public), 'once it is free, it is ended');
  });

  await t.test('when both start at once', async (t) => {
    const dataDir = await temporaryDirectory(t);
    const starts = await Promise.allSettled([1, 2, 3].map(() => startTestDolt(t, { dataDir })));
    t.equal(starts.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of starts) {
      if (result.status === 'rejected') {
        t.match(result.reason, { code: 'already_running' });
      }
    }
  });
});

t.test('a failed start leaves no process and no claim behind', async (t) => {
  const bin = await doltBin();
  const blocker = createServer();
  blocker.listen(0);
  await once(blocker, 'listening');
  t.teardown(() => blocker.close());
  const { port } = blocker.address() as { port: number };

  const dataDir = await temporaryDirectory(t);
  const taken = startPublicServer({ dataDir, bin, remotePort: port, log });
  await t.rejects(taken, { code: 'unavailable', message: new RegExp(`port ${port} .* is in use`) });
  await t.rejects(startPublicServer({ dataDir, bin: '/bin/false', remotePort: 0, log }), { code: 'unavailable' });
  await t.rejects(startPublicServer({ dataDir, bin: '/nowhere/dolt', remotePort: 0, log }));

  const { server } = await startTestDolt(t, { dataDir });
  await server.stop();
  writeFileSync(join(dataDir, 'dolt', '.doltcfg', 'privileges.db'), 'no privileges at all');
  await t.rejects(startPublicServer({ dataDir, bin, remotePort: 0, log }), { code: 'unavailable' });
  t.same(processesOf(dataDir), []);
  t.notOk(existsSync(join(dataDir, 'run.json')));
});

t.test('a first start that died half-way is done again', async (t) => {
  const { server, dataDir } = await startTestDolt(t);
  await server.stop();
  rmSync(join(dataDir, 'dolt', '.server', 'password'));
  rmSync(join(dataDir, 'dolt', 'commons'), { recursive: true });
  const again = await startTestDolt(t, { dataDir });
  const connection = await again.server.connect({ database: 'commons' });
  await connection.end();
});
