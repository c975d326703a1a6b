import type { Digest } from '../wire/api/node.ts';
import type { Services } from './ports.ts';

interface Kept {
  vector: string;
  at: number;
  digest: Promise<Digest>;
}

/** Milliseconds between two digests made for strangers (design section 8): each reads every log. */
const interval = 1000;

const kept = new WeakMap<Services, Kept>();

/** The digest at the vector that it names: made anew when the vector has changed, at most once a second. */
export async function showDigest(services: Services): Promise<Digest> {
  const vector = JSON.stringify([...services.reader.vector()]);
  const last = kept.get(services);
  if (last !== undefined && (last.vector === vector || services.clock.now() - last.at < interval)) {
    return await last.digest;
  }
  const next = { vector, at: services.clock.now(), digest: services.digest() };
  kept.set(services, next);
  next.digest.catch(() => {
    if (kept.get(services) === next) kept.delete(services);
  });
  return await next.digest;
}
