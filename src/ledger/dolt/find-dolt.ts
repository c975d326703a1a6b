import { DOLT_MINIMUM, findDolt as find, type DoltPlaces, type FoundDolt } from '../../../scripts/find-dolt.mjs';
import { WastelandError } from '../../errors.ts';

export type { DoltPlaces, FoundDolt };

/** Finds the Dolt binary (design section 10): the named one, else PATH, else the user's cache; throws `set_up` when there is none. */
export async function findDolt(places: DoltPlaces): Promise<FoundDolt> {
  const found = await find(places).catch((cause: unknown) => {
    throw new WastelandError('set_up', (cause as Error).message, { cause });
  });
  if (found === undefined) {
    throw new WastelandError(
      'set_up',
      `no Dolt found: run "npm run setup", put a dolt >= ${DOLT_MINIMUM} on PATH, or name one with WASTELAND_DOLT_BIN`,
    );
  }
  return found;
}
