import { DoltConnection } from '../ledger/connection.ts';
import type { Connector } from '../ledger/connection.ts';
import { BadRow, readPages } from '../ledger/pages.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { checkTables } from './check-tables.ts';
import type { PeerLog, PeerSource } from './log-source.ts';
import { sourceLimits } from './log-source.ts';
import { SyncFailure } from './sync-failure.ts';

/**
 * The quarantine database of one peer (design section 6): `DOLT_FETCH` of its ledger, and reading at the fetched commit.
 * Only CRC32 guards what comes in, so no hash of it proves anything, and a broken inbox is thrown away and made anew.
 */

/** The inbox of a node: its id as hex, since database names don't tell case apart and 64 characters are the most. */
export function inboxName(node: string): string {
  return `inbox_${Buffer.from(node, 'base64url').toString('hex').slice(0, 56)}`;
}

/** An inbox that can be neither used nor dropped: what lies on the disk is damaged, and only an emptied server helps. */
export class InboxDamaged extends SyncFailure {
  constructor(cause: unknown) {
    super('fetch_failed', `its inbox is damaged and is made anew: ${messageOf(cause)}`);
  }
}

/** There in every server; a connection must name a database, and the inbox may not exist yet. */
const anyDatabase = 'information_schema';

export interface Fetch {
  node: string;
  /** URL of its ledger's Dolt remote. */
  remote: string;
  /** Nodes whose inboxes are kept; those of others, peers once, are dropped. */
  peers: readonly string[];
  signal: AbortSignal;
}

/** Fetches `main` of the remote and gives the hash of its head. Ends the fetch when the signal says so. */
export async function fetchInbox(server: Connector, wanted: Fetch): Promise<string> {
  const { node, remote, peers, signal } = wanted;
  const name = inboxName(node);
  const connection = await DoltConnection.open(server, anyDatabase);
  const control = await DoltConnection.open(server, anyDatabase).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  const cancel = (): void => void control.run(`KILL QUERY ${connection.id}`).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    await endOldFetches(control, connection, name);
    await dropOthers(control, [node, ...peers]);
    return await fetchOrBegin(connection, name, remote, signal);
  } catch (error) {
    if (signal.aborted) throw new SyncFailure('timed_out', 'the fetch of its ledger took too long');
    if (error instanceof SyncFailure) throw error;
    throw new SyncFailure('fetch_failed', messageOf(error));
  } finally {
    signal.removeEventListener('abort', cancel);
    await control.close();
    await connection.close();
  }
}

/** Opens the inbox at a commit: what is read from it can't change. The caller closes it. */
export async function openInbox(
  server: Connector,
  node: string,
  commit: string,
): Promise<PeerSource & { close(): Promise<void> }> {
  const connection = await DoltConnection.open(server, `${inboxName(node)}/${commit}`);
  try {
    await checkTables(connection);
  } catch (error) {
    await connection.close();
    throw error instanceof SyncFailure ? error : new SyncFailure('fetch_failed', messageOf(error));
  }
  return {
    transport: 'dolt',
    commit,
    logs: () => readLogs(connection),
    entries: (origin, after, to) => readEntries(connection, origin, after, to),
    close: () => connection.close(),
  };
}

/** A fetch goes on in the server after its client has died, and would hold the inbox. */
async function endOldFetches(control: DoltConnection, connection: DoltConnection, name: string): Promise<void> {
  const sessions = await control.rows<{ Id: number; db: string | null; Command: string }>('SHOW PROCESSLIST');
  for (const { Id, db, Command } of sessions) {
    const mine = Id === control.id || Id === connection.id;
    if (!mine && Command === 'Query' && db === name) await control.run(`KILL QUERY ${Number(Id)}`);
  }
}

async function dropOthers(control: DoltConnection, nodes: readonly string[]): Promise<void> {
  const kept = new Set(nodes.map(inboxName));
  const databases = await control.rows<{ Database: string }>('SHOW DATABASES');
  for (const { Database: name } of databases) {
    if (/^inbox_[0-9a-f]{56}$/.test(name) && !kept.has(name)) await drop(control, name);
  }
}

/** Dolt keeps what was dropped until it is purged. */
async function drop(connection: DoltConnection, name: string): Promise<void> {
  await connection.run(`DROP DATABASE \`${name}\``);
  await connection.run('CALL DOLT_PURGE_DROPPED_DATABASES()');
}

/** Fetches into the inbox as it is; when that fails and it wasn't new, once more into a new one. */
async function fetchOrBegin(
  connection: DoltConnection,
  name: string,
  remote: string,
  signal: AbortSignal,
): Promise<string> {
  const kept = await connection.rows('SELECT 1 FROM information_schema.schemata WHERE schema_name = ?', [name]);
  if (kept.length > 0) {
    try {
      return await fetchMain(connection, name, remote);
    } catch (error) {
      if (signal.aborted || isRemoteTrouble(error)) throw error;
      await connection.run(`USE ${anyDatabase}`);
      await orDamaged(connection, drop(connection, name));
    }
  }
  await orDamaged(connection, connection.run(`CREATE DATABASE \`${name}\``));
  return await fetchMain(connection, name, remote);
}

/** Dolt refuses to drop what it can't read, and to make what lies there; a lost connection says nothing of the kind. */
async function orDamaged(connection: DoltConnection, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw connection.alive ? new InboxDamaged(error) : error;
  }
}

async function fetchMain(connection: DoltConnection, name: string, remote: string): Promise<string> {
  await connection.run(`USE \`${name}\``);
  const remotes = await connection.rows<{ name: string; url: string }>('SELECT name, url FROM dolt_remotes');
  if (!remotes.some((row) => row.name === 'origin' && row.url === remote)) {
    for (const row of remotes) await connection.run("CALL DOLT_REMOTE('remove', ?)", [row.name]);
    await connection.run("CALL DOLT_REMOTE('add', 'origin', ?)", [remote]);
  }
  await connection.run("CALL DOLT_FETCH('origin', 'main')");
  const [head] = await connection.rows<{ commit: string }>("SELECT DOLT_HASHOF('origin/main') AS `commit`");
  if (head === undefined || !/^[0-9a-v]{32}$/.test(head.commit)) throw new Error('the fetched branch has no head');
  return head.commit;
}

/** Errors of the way to the peer, or of what it serves: a new inbox would not help. */
function isRemoteTrouble(error: unknown): boolean {
  return /could not access dolt url|invalid ref spec/i.test(messageOf(error));
}

async function readLogs(connection: DoltConnection): Promise<PeerLog[]> {
  const rows = await connection.rows<Record<keyof PeerLog, unknown>>(
    `SELECT origin, seq, checkpoint FROM logs ORDER BY origin LIMIT ${sourceLimits.logs + 1}`,
  );
  if (rows.length > sourceLimits.logs) throw new SyncFailure('too_large', `more than ${sourceLimits.logs} logs`);
  return rows.map(({ origin, seq, checkpoint }) => {
    if (typeof origin === 'string' && Number.isSafeInteger(seq) && typeof checkpoint === 'string') {
      return { origin, seq: seq as number, checkpoint };
    }
    throw new SyncFailure('bad_row', 'a row of logs without seq or checkpoint');
  });
}

async function* readEntries(
  connection: DoltConnection,
  origin: string,
  after: number,
  to: number,
): AsyncGenerator<LogEntry[]> {
  try {
    yield* readPages(connection, origin, after, to);
  } catch (error) {
    throw new SyncFailure(error instanceof BadRow ? 'bad_row' : 'fetch_failed', messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
