import type { Log } from '../log.ts';
import { checkFile } from './file-check.ts';
import { openWholeReadModel } from './open-whole.ts';
import { removeReadModel } from './open.ts';
import type { ReadModel } from './read-model.ts';

/** A read model in use, whose file is looked at on another thread. */
export interface WatchedReadModel {
  readModel: ReadModel;
  /** Resolves, when ever, with what is wrong with the file. */
  damaged: Promise<string>;
  /** A damaged one is gone after it. */
  close(): Promise<void>;
}

/** Opens the read model, an empty one where none can be used, and checks its file while the node runs. */
export function openWatched(path: string, log: Log): WatchedReadModel {
  const readModel = openWholeReadModel(path, log);
  const check = checkFile(path);
  let found: string | undefined;
  const { promise: damaged, resolve } = Promise.withResolvers<string>();
  void check.damage.then((damage) => {
    found = damage;
    if (damage !== undefined) resolve(damage);
  });
  return {
    readModel,
    damaged,
    close: async () => {
      await check.stop();
      readModel.close();
      if (found !== undefined) removeReadModel(path);
    },
  };
}
