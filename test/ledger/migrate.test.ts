import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { migrate } from '../../src/ledger/dolt/migrate.ts';
import { startTestDolt, temporaryDirectory } from '../support/dolt.ts';

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

t.test('migrations', async (t) => {
  const { server } = await startTestDolt(t, { remotePort: 'off' });
  const connection = await server.connect({ database: 'ledger' });
  t.teardown(() => connection.end());
  const newDirectory = async (files: Record<string, string>): Promise<string> => {
    const dir = await temporaryDirectory(t);
    writeFileSync(join(dir, '001.do.ledger.sql'), readFileSync(join(migrations, '001.do.ledger.sql')));
    for (const [name, sql] of Object.entries(files)) {
      writeFileSync(join(dir, name), sql);
    }
    return dir;
  };
  const commits = async (): Promise<unknown[]> =>
    (await connection.query('SELECT message FROM dolt_log'))[0] as unknown[];
  const tables = async (): Promise<string[]> => {
    const [rows] = await connection.query({ sql: 'SHOW TABLES', rowsAsArray: true });
    return (rows as string[][]).flat();
  };

  t.equal(await migrate(server, migrations), 1);
  t.equal(await migrate(server, migrations), 0, 'the second time nothing is done');
  t.match(await commits(), [{ message: 'migrate the ledger to schema version 1' }, {}]);
  t.same(await tables(), ['events', 'logs', 'migrations']);

  const [columns] = await connection.query(
    `SELECT table_name AS t, column_name AS c, column_type AS type, collation_name AS collation, column_key AS k
     FROM information_schema.columns WHERE table_schema = 'ledger' AND table_name IN ('events', 'logs') ORDER BY t, ordinal_position`,
  );
  const ascii = 'ascii_bin';
  t.same(columns, [
    { t: 'events', c: 'origin', type: 'varchar(43)', collation: ascii, k: 'PRI' },
    { t: 'events', c: 'seq', type: 'bigint', collation: null, k: 'PRI' },
    { t: 'events', c: 'logged_at', type: 'bigint', collation: null, k: '' },
    { t: 'events', c: 'jws', type: 'varchar(16000)', collation: ascii, k: '' },
    { t: 'logs', c: 'origin', type: 'varchar(43)', collation: ascii, k: 'PRI' },
    { t: 'logs', c: 'seq', type: 'bigint', collation: null, k: '' },
    { t: 'logs', c: 'root', type: 'char(64)', collation: ascii, k: '' },
    { t: 'logs', c: 'checkpoint', type: 'varchar(16000)', collation: ascii, k: '' },
  ]);

  const before = await commits();
  const broken = await newDirectory({ '002.do.broken.sql': 'CREATE TABLE half (a int primary key); SELECT nonsense;' });
  await t.rejects(migrate(server, broken), { code: 'set_up', message: /migrating the ledger failed/ });
  t.same(await tables(), ['events', 'logs', 'migrations'], 'nothing of a failed migration is left');
  t.same(await commits(), before);

  await connection.query('CREATE TABLE half (a int primary key)');
  const next = await newDirectory({ '002.do.next.sql': 'CREATE TABLE half (a int primary key);' });
  t.equal(await migrate(server, next), 1, 'also not of one that died');
  await t.rejects(migrate(server, migrations), { code: 'database_newer', message: /schema version 2/ });
});
