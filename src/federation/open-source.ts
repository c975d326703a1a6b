import { AddressRefused, checkResolved } from '../net/addresses.ts';
import type { PeerClient } from '../net/peer-client.ts';
import { fetchInbox, InboxDamaged, openInbox } from './inbox.ts';
import type { PeerSource } from './log-source.ts';
import { overRestart } from './over-restart.ts';
import type { Quarantine } from './over-restart.ts';
import type { FederationParts } from './parts.ts';
import { restSource } from './rest-source.ts';
import { SyncFailure } from './sync-failure.ts';

/** What is asked of a peer's logs. */
export interface SourceRequest {
  node: string;
  /** URL of its ledger's Dolt remote, where it serves one. */
  remote: string | undefined;
  rest: PeerClient;
  signal: AbortSignal;
}

/**
 * Gives the peer's logs to `work`: its ledger fetched into the inbox, else its REST door. `note` says why the second way
 * was taken where the first should have gone. The quarantine server runs as long as the work does.
 */
export async function withSource<T>(
  parts: FederationParts,
  request: SourceRequest,
  work: (source: PeerSource, note: string | undefined) => Promise<T>,
): Promise<T> {
  const { node, remote, rest, signal } = request;
  if (remote === undefined) return await work(restSource(rest), undefined);
  return await parts.quarantine.use(async (server) => {
    const fetched = await fetchLedger(parts, request, remote, server);
    if (typeof fetched !== 'string') return await work(await viaRest(rest, signal, fetched), fetched.message);
    const inbox = await openInbox(server, node, fetched);
    const leave = (): void => void inbox.close();
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await work(inbox, undefined);
    } finally {
      signal.removeEventListener('abort', leave);
      await inbox.close();
    }
  });
}

/** The fetched commit, or why there is none. */
async function fetchLedger(
  parts: FederationParts,
  { node, signal }: SourceRequest,
  remote: string,
  server: Quarantine,
): Promise<string | SyncFailure> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), parts.limits.fetch);
  try {
    await checkResolved(remote, parts.rules);
    const peers = parts.store.peers.list().map(({ id }) => id);
    const wanted = { node, remote, peers, signal: AbortSignal.any([signal, limit.signal]) };
    return await overRestart(server, wanted.signal, async () => await fetchInbox(server, wanted));
  } catch (error) {
    if (signal.aborted) throw new SyncFailure('timed_out', 'the fetch of its ledger took too long');
    if (error instanceof AddressRefused) {
      return new SyncFailure('peer_not_allowed', `its Dolt remote: ${error.message}`);
    }
    if (error instanceof InboxDamaged) parts.quarantine.discard();
    if (error instanceof SyncFailure) return error;
    return new SyncFailure('fetch_failed', error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** The REST door instead; when that doesn't open either, what stood against the fetch is the news. */
async function viaRest(rest: PeerClient, signal: AbortSignal, failure: SyncFailure): Promise<PeerSource> {
  const source = restSource(rest);
  try {
    const logs = await source.logs();
    return { ...source, logs: () => Promise.resolve(logs) };
  } catch (error) {
    if (signal.aborted || !(error instanceof SyncFailure)) throw error;
    throw failure;
  }
}
