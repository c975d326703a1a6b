import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { selfIn } from '../private/self.ts';

export interface IdentifyOptions {
  dataDir: string;
  /** The node's name, for when it is founded. */
  name: string;
  /** The node's secret. */
  secret: string;
  clock: Clock;
}

/**
 * The id of the node that lives in a data directory: Dolt has to know it when it starts. At the first start of all there is none
 * yet, and the node is founded; what that needs is loaded only then. The directory must belong to this process.
 */
export async function identifyNode({ dataDir, name, secret, clock }: IdentifyOptions): Promise<string> {
  const path = join(dataDir, 'node.sqlite');
  const known = selfIn(path);
  if (known !== undefined) return known.id;
  const [{ openPrivate }, { foundNode }] = await Promise.all([import('../private/open.ts'), import('./found-node.ts')]);
  const kept = openPrivate(path, { secret, now: () => clock.now() });
  try {
    return (await foundNode(kept, name, clock)).id;
  } finally {
    kept.close();
  }
}
