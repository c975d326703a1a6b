import type { Log } from '../log.ts';
import type { DiskRoom } from './disk-room.ts';
import type { DoltServer } from './dolt/server.ts';
import type { Writer } from './writer.ts';

export interface Recovering {
  server: DoltServer;
  room: DiskRoom;
  writer: Writer;
  log: Log;
}

/**
 * Makes a node ready again by itself, also while nobody writes: after a restart of Dolt, and when there is room on a disk
 * that was full. A Dolt that has met the end of the disk goes on failing until it is started anew.
 */
export function takeUpAgain({ server, room, writer, log }: Recovering): void {
  const reconnect = (): void => {
    writer.reconnect().catch((error: unknown) => log.debug({ err: error }, 'the ledger could not be taken up again'));
  };
  server.onRestart(reconnect);
  room.onRoom((met) => {
    if (met) server.renew();
    server.hurry();
    reconnect();
  });
}
