import { NodeClient } from '../../client/node-client.ts';
import { WastelandError } from '../../errors.ts';
import { exportLogs } from '../../federation/export-logs.ts';
import type { Exported } from '../../federation/export-logs.ts';
import { restSource } from '../../federation/rest-source.ts';
import { SyncFailure } from '../../federation/sync-failure.ts';
import { addressRules } from '../../net/addresses.ts';
import { GuardedClient } from '../../net/guarded-client.ts';
import { PeerClient } from '../../net/peer-client.ts';
import { rigId } from '../acting/full-ids.ts';
import { writeWhole } from '../terminal/whole-file.ts';
import type { Write } from '../terminal/whole-file.ts';
import { logsOfRig } from './logs-of-rig.ts';

export interface ExportRequest {
  url: string;
  rig: string | undefined;
  /** The file; stdout where none is named. */
  out: string | undefined;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

export type Written = Exported;

/** Writes the logs that a node holds, or those of one rig's record, into a file, which is there once it is whole. */
export async function exportBoard(request: ExportRequest): Promise<Written> {
  const { out } = request;
  if (out === undefined) {
    // Whoever writes hears of it; it is said a second time, to whoever listens.
    process.stdout.on('error', () => undefined);
    return await exportTo(toStdout, request);
  }
  return await writeWhole(out, (write) => exportTo(write, request));
}

async function exportTo(write: Write, { url, rig: reference, signal, onProgress }: ExportRequest): Promise<Written> {
  const node = new NodeClient({ url });
  const { id } = await node.node();
  const rig = reference === undefined ? undefined : await rigId(node, reference);
  const head = {
    wasteland_export: 1 as const,
    node: id,
    exported_at: new Date().toISOString(),
    ...(rig === undefined ? {} : { rig }),
  };
  const only = rig === undefined ? {} : { origins: await logsOfRig(node, rig) };
  // Whom to ask says the person at the keyboard.
  const client = new GuardedClient(addressRules(true));
  try {
    const source = restSource(new PeerClient(client, url, signal));
    return await exportLogs(source, head, { ...only, write, onProgress });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SyncFailure ? refusalOf(error) : error;
  } finally {
    await client.close();
  }
}

function refusalOf({ code, message }: SyncFailure): WastelandError {
  return new WastelandError(code === 'peer_unreachable' ? code : 'not_a_peer', message);
}

function toStdout(lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(lines, (error) => {
      if (error) reject(new WastelandError('cancelled', `stdout: ${error.message}`));
      else resolve();
    });
  });
}
