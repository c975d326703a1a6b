import { fileURLToPath } from 'node:url';
import t from 'tap';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import { QuarantineServer } from '../../src/ledger/dolt/quarantine-server.ts';
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
