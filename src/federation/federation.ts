import type { Token } from '../identity/strict-jws.ts';
import type { SyncReport } from '../wire/api/sync-report.ts';
import { deliver } from './deliver.ts';
import type { Act, Delivered } from './deliver.ts';
import { HomeFinder } from './find-home.ts';
import { importLogs } from './import-logs.ts';
import type { ImportOptions, ImportReport } from './import-logs.ts';
import { introduce } from './introduce.ts';
import type { LogFile } from './log-file.ts';
import { VisitorDocuments } from './newer-from-home.ts';
import { OutboxRunner } from './outbox.ts';
import type { FederationParts } from './parts.ts';
import { PeerViews } from './peer-views.ts';
import type { PeerView } from './peer-views.ts';
import { NodeSyncs } from './sync-nodes.ts';

/** Everything that this node has to do with others; operations see it through their ports. */
export interface Federation {
  urlOf(node: string): string | undefined;
  deliver(act: Act): Promise<Delivered>;
  newerDocuments(rig: string): Promise<Token[]>;
  pull(node: string): Promise<boolean>;
  seek(id: string): Promise<boolean>;
  introduce(url: string): Promise<{ id: string; name?: string }>;
  sync(id: string): Promise<SyncReport>;
  views(rig: string): Promise<PeerView[]>;
  syncAll(): Promise<SyncReport[]>;
  /** Takes the logs of an export as from a peer. */
  importLogs(file: LogFile, options: ImportOptions): Promise<ImportReport>;
  /** Tries the queued acts whose time has come. */
  retryOutbox(): Promise<void>;
  /** Ends what is on its way; queued acts stay queued. */
  close(): Promise<void>;
}

/** Puts the parts of federation together. Nothing runs until it is asked for. */
export function createFederation(parts: FederationParts): Federation {
  const homes = new HomeFinder(parts);
  const syncs = new NodeSyncs(parts, homes);
  const views = new PeerViews(parts);
  const visitors = new VisitorDocuments(parts, homes);
  const pullSoon = (node: string): void => {
    syncs.pull(node).catch((error: unknown) => parts.log.error({ err: error, node }, 'a pull failed'));
  };
  const outbox = new OutboxRunner(parts, homes, pullSoon);
  return {
    urlOf: (node) => homes.known(node),
    deliver: async (act) => await deliver(parts, homes, outbox, act),
    newerDocuments: async (rig) => await visitors.newer(rig),
    pull: async (node) => await syncs.pull(node),
    seek: async () => await syncs.seek(),
    introduce: async (url) => await introduce(parts, url),
    sync: async (id) => await syncs.sync(id),
    views: async (rig) => await views.of(rig),
    syncAll: async () => await syncs.syncAll(),
    importLogs: async (file, options) => await importLogs(parts, file, options),
    retryOutbox: async () => await outbox.round(),
    close: async () => {
      await outbox.close();
      await syncs.close();
    },
  };
}
