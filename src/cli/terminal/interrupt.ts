import { WastelandError } from '../../errors.ts';

/** Runs long work that a first Ctrl-C or SIGTERM asks to stop, so that it closes what it has opened. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const stop = (): void => abort.abort(new WastelandError('cancelled', 'interrupted'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
