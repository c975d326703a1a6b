import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import t from 'tap';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import { QuarantineServer } from '../../src/ledger/dolt/quarantine-server.ts';
import type { DoltServer } from '../../src/ledger/dolt/server.ts';
import { createLog } from '../../src/log.ts';
import { processesOf, startTestDolt, until } from '../support/dolt.ts';

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));
const log = createLog('silent');

t.test('the quarantine server', async (t) => {
  const { dataDir, bin, server } = await startTestDolt(t);

  await t.test('runs while it is used and stops when idle', async (t) => {
    const quarantine = new QuarantineServer({ dataDir, bin, log, idleMs: 50 });
    t.teardown(() => quarantine.close());
    t.equal(await quarantine.pid(), undefined);
    const pids = await Promise.all([
      quarantine.use(async (inner) => {
        t.equal(inner.remotePort, undefined);
        const connection = await inner.connect();
        await connection.query('CREATE DATABASE inbox_x');
        await connection.end();
        return inner.pid;
      }),
      quarantine.use(async (inner) => inner.pid),
    ]);
    t.equal(pids[0], pids[1], 'both uses share one server');
    await until('only the public server runs', () => processesOf(dataDir).length === 1);
    t.same(processesOf(dataDir), [server.pid]);
    await quarantine.use(async (inner) => {
      t.not(inner.pid, pids[0]);
      const connection = await inner.connect({ database: 'inbox_x' });
      await connection.end();
    });
  });

  await t.test('stands back while others want the processor', async (t) => {
    const quarantine = new QuarantineServer({ dataDir, bin, log });
    t.teardown(() => quarantine.close());
    const priorities = (pid: number): Set<number> =>
      new Set(readdirSync(`/proc/${pid}/task`).map((thread) => getPriority(Number(thread))));
    await quarantine.use(async (inner) => {
      const connection = await inner.connect();
      await connection.query('SELECT 1');
      await connection.end();
      t.same(priorities(inner.pid), new Set([10]));
    });
    t.same(priorities(server.pid), new Set([0]));
  });

  await t.test('fetches from a public server', async (t) => {
    await migrate(server, migrations);
    const quarantine = new QuarantineServer({ dataDir, bin, log });
    t.teardown(() => quarantine.close());
    await quarantine.use(async (inner) => {
      const connection = await inner.connect();
      await connection.query('CREATE DATABASE inbox_y');
      await connection.query('USE inbox_y');
      await connection.query("CALL DOLT_REMOTE('add', 'origin', ?)", [`http://127.0.0.1:${server.remotePort}/ledger`]);
      await connection.query("CALL DOLT_FETCH('origin', 'main')");
      const [rows] = await connection.query("SELECT DOLT_HASHOF('origin/main') AS hash");
      t.match(rows, [{ hash: /^[0-9a-v]{32}$/ }]);
      await connection.end();
    });
  });

  await t.test('is started again when it dies', async (t) => {
    const quarantine = new QuarantineServer({ dataDir, bin, log });
    t.teardown(() => quarantine.close());
    await quarantine.use(async (inner) => {
      const { pid } = inner;
      process.kill(pid, 'SIGKILL');
      await until('another process runs', () => inner.pid !== pid && inner.state === 'running');
      await (await inner.connect()).end();
    });
  });

  await t.test('is gone after close, and stays so', async (t) => {
    const quarantine = new QuarantineServer({ dataDir, bin, log });
    await quarantine.use(async () => {});
    await quarantine.close();
    t.same(processesOf(dataDir), [server.pid]);
    await t.rejects(
      quarantine.use(async () => {}),
      { code: 'unavailable' },
    );
  });

  await t.test('can be tried again after a failed start', async (t) => {
    const quarantine = new QuarantineServer({ dataDir, bin: '/nowhere/dolt', log });
    t.teardown(() => quarantine.close());
    for (const round of [1, 2]) {
      await t.rejects(
        quarantine.use(async () => {}),
        `round ${round}`,
      );
    }
  });
});

/** What a crash, a dying disk or a hostile peer's bytes may leave of a database. */
const damages: [what: string, starts: boolean, damage: (noms: string) => void][] = [
  ['a manifest of garbage', false, (noms) => writeFileSync(join(noms, 'manifest'), 'garbage')],
  ['a manifest cut short', false, (noms) => truncateSync(join(noms, 'manifest'), 20)],
  ['a journal of garbage', true, (noms) => writeFileSync(join(noms, 'v'.repeat(32)), Buffer.alloc(5_000, 7))],
  ['no chunks at all', true, (noms) => rmSync(noms, { recursive: true })],
];

t.test('a quarantine that is damaged on disk', async (t) => {
  const { dataDir, bin } = await startTestDolt(t);
  const noms = join(dataDir, 'quarantine', 'inbox_x', '.dolt', 'noms');
  const fill = async (server: DoltServer): Promise<void> => {
    const connection = await server.connect();
    await connection.query('CREATE DATABASE inbox_x');
    await connection.query('CREATE TABLE inbox_x.t (a int primary key)');
    await connection.end();
  };
  const warnings: string[] = [];
  const listening = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  const emptied = (): number => warnings.filter((line) => line.includes('the quarantine is emptied')).length;

  for (const [what, starts, damage] of damages) {
    await t.test(`${what}: found at a start`, async (t) => {
      warnings.length = 0;
      const first = new QuarantineServer({ dataDir, bin, log });
      t.teardown(() => first.close());
      await first.use(fill);
      await first.close();
      damage(noms);
      const quarantine = new QuarantineServer({ dataDir, bin, log: listening, idleMs: 60_000 });
      t.teardown(() => quarantine.close());
      if (starts) {
        const pid = await quarantine.use(async (server) => {
          await t.rejects(fill(server), 'neither used nor made anew');
          quarantine.discard();
          return server.pid;
        });
        await until('it has stopped', async () => (await quarantine.pid()) !== pid);
      }
      await quarantine.use(fill);
      t.equal(emptied(), 1, 'one warning');
      await quarantine.use(async (server) => {
        const connection = await server.connect({ database: 'inbox_x' });
        await connection.end();
      });
      t.equal(emptied(), 1, 'what is sound is kept');
      await quarantine.use(async (server) => {
        const connection = await server.connect();
        await connection.query('DROP DATABASE inbox_x');
        await connection.end();
      });
    });
  }

  await t.test('while it runs, and then it dies', async (t) => {
    warnings.length = 0;
    const quarantine = new QuarantineServer({ dataDir, bin, log: listening });
    t.teardown(() => quarantine.close());
    await quarantine.use(async (server) => {
      await fill(server);
      writeFileSync(join(noms, 'manifest'), 'garbage');
      const { pid } = server;
      process.kill(pid, 'SIGKILL');
      await until('another process runs', () => server.pid !== pid && server.state === 'running');
      await fill(server);
    });
    t.equal(emptied(), 1, 'one warning');
  });
});
