import { join } from 'node:path';
import type { ResultSetHeader, RowDataPacket } from 'mysql2';
import Postgrator from 'postgrator';
import { WastelandError } from '../../errors.ts';
import type { Connection } from './connect.ts';
import type { DoltServer } from './server.ts';

const database = 'ledger';
const table = 'migrations';

/** Brings the ledger to the newest schema with the numbered SQL files of `dir`, all of them or none, in one Dolt commit.
 * A ledger newer than these files is refused with `database_newer`. Returns how many were run. */
export async function migrate(server: Pick<DoltServer, 'connect'>, dir: string): Promise<number> {
  const connection = await server.connect({ database, multipleStatements: true });
  try {
    const postgrator = new Postgrator({
      migrationPattern: join(dir, '*.sql'),
      driver: 'mysql',
      database,
      schemaTable: table,
      validateChecksums: true,
      execQuery: (query) => execute(connection, query),
    });
    await throwAwayUncommitted(connection);
    await refuseNewer(postgrator, dir);
    return await runAll(postgrator, connection);
  } finally {
    await connection.end();
  }
}

async function refuseNewer(postgrator: Postgrator, dir: string): Promise<void> {
  const known = (await postgrator.getMigrations()).length > 0 ? await postgrator.getMaxVersion() : 0;
  if (known === 0) {
    throw new WastelandError('set_up', `there are no migrations in ${dir}`);
  }
  const present = await postgrator.getDatabaseVersion();
  if (present > known) {
    throw new WastelandError(
      'database_newer',
      `the ledger has schema version ${present}, this version of the node knows ${known}: run a newer version of the node`,
    );
  }
}

async function runAll(postgrator: Postgrator, connection: Connection): Promise<number> {
  try {
    const applied = await postgrator.migrate();
    const last = applied.at(-1);
    if (last !== undefined) {
      await connection.query("CALL DOLT_COMMIT('-Am', ?)", [`migrate the ledger to schema version ${last.version}`]);
    }
    return applied.length;
  } catch (cause) {
    // When the connection is gone too, the next start throws the rest away.
    await throwAwayUncommitted(connection).catch(() => {});
    throw new WastelandError('set_up', `migrating the ledger failed: ${(cause as Error).message}`, { cause });
  }
}

/** A migration that fails or dies is not atomic in Dolt; every other write of the ledger is committed as it is made, so what is
 * uncommitted is the rest of one. */
async function throwAwayUncommitted(connection: Connection): Promise<void> {
  await connection.query("CALL DOLT_RESET('--hard')");
  await connection.query('CALL DOLT_CLEAN()');
}

async function execute(connection: Connection, query: string): Promise<{ rows: RowDataPacket[] }> {
  const [result] = await connection.query<RowDataPacket[] | ResultSetHeader>(query);
  return { rows: Array.isArray(result) ? result : [] };
}
