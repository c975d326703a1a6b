import { landLogs } from '../ledger/landing.ts';
import { PeerClient } from '../net/peer-client.ts';
import { compareLog } from './compare-log.ts';
import type { PeerLog } from './log-source.ts';
import type { FederationParts } from './parts.ts';
import { restSource } from './rest-source.ts';

/** Milliseconds that a peer has for its answer; none answering never blocks an ordinary start. */
const patience = 5_000;

interface Copy {
  peer: string;
  url: string;
  log: PeerLog;
}

/**
 * Asks each known peer once for this node's own log, and adopts the longest extension that verifies (protocol.md section 4,
 * "Restore is dangerous"): a node that came back with an old database and wrote on would contradict itself. Returns how many
 * entries came back.
 */
export async function adoptOwnLog(parts: FederationParts): Promise<number> {
  const peers = parts.store.peers.list().filter(({ paused }) => !paused);
  const asked = await Promise.all(peers.map(({ id, url }) => askForOwnLog(parts, id, url)));
  const held = heldSeq(parts);
  const longer = asked
    .filter((copy) => copy !== undefined)
    .filter(({ log }) => log.seq > held)
    .sort((a, b) => b.log.seq - a.log.seq);
  for (const copy of longer) {
    const adopted = await adopt(parts, copy).catch((error: unknown) => {
      parts.log.warn({ err: error, peer: copy.peer }, "a longer copy of this node's own log could not be read");
      return 0;
    });
    if (adopted > 0) {
      parts.log.warn(
        { peer: copy.peer, entries: adopted },
        "this database was behind its own log; a peer's copy is adopted",
      );
      return adopted;
    }
  }
  return 0;
}

function heldSeq(parts: FederationParts): number {
  return parts.readModel.reader.state.table('logs').get(parts.writer.origin)?.seq ?? 0;
}

async function askForOwnLog(parts: FederationParts, peer: string, url: string): Promise<Copy | undefined> {
  const client = new PeerClient(parts.client, url, AbortSignal.timeout(patience));
  const logs = await client.logs().catch(() => undefined);
  if (logs?.kind !== 'found') return undefined;
  const log = logs.value.find(({ origin }) => origin === parts.writer.origin);
  return log === undefined ? undefined : { peer, url, log };
}

async function adopt(parts: FederationParts, { peer, url, log }: Copy): Promise<number> {
  const source = restSource(new PeerClient(parts.client, url, AbortSignal.timeout(parts.limits.sync)));
  const comparison = await compareLog(parts.readModel.reader.state, source, log, parts.clock.now());
  if (comparison.kind !== 'longer') return 0;
  const landed = await landLogs(parts.writer, { peer, peerCommit: 'REST', logs: [comparison.log] });
  return landed.entries;
}
