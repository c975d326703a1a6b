// A stand-in for a node that is killed: starts the public Dolt in the data directory and tells its process id.
// Arguments: data directory, Dolt binary. With a third, `hold`, it also takes the writer's lock.
import { QuarantineServer } from '../../src/ledger/dolt/quarantine-server.ts';
import { startPublicServer } from '../../src/ledger/dolt/public-server.ts';
import { createLog } from '../../src/log.ts';

const [dataDir = '', bin = '', mode] = process.argv.slice(2);
const log = createLog('silent');
const server = await startPublicServer({ dataDir, bin, remotePort: 0, log });
const quarantine = new QuarantineServer({ dataDir, bin, log });
await quarantine.use(async ({ pid }) => {
  if (mode === 'hold') {
    const connection = await server.connect();
    await connection.query("SELECT GET_LOCK('wasteland-writer', 0)");
  }
  process.stdout.write(`${JSON.stringify({ public: server.pid, quarantine: pid, port: server.port })}\n`);
  await new Promise(() => {});
});
