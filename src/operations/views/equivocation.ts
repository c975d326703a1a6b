import type { EquivocationRow } from '../../private/equivocations.ts';
import type { Equivocation } from '../../wire/api/equivocation.ts';
import { time } from './present.ts';

/** The proof against an origin as answers show it. */
export function equivocationView({ origin, found_at: foundAt, proof }: EquivocationRow): Equivocation {
  return { origin, found_at: time(foundAt), ...(proof as Pick<Equivocation, 'seq' | 'peer' | 'ours' | 'theirs'>) };
}
