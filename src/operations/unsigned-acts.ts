import { WastelandError } from '../errors.ts';
import type { Act } from './sign-acts.ts';

/** `no_key`, with what the rig would have to sign for itself: a door whose caller holds the key can hand it over. */
export class UnsignedActs extends WastelandError {
  readonly acts: readonly Act[];

  constructor(acts: readonly Act[]) {
    super('no_key', 'this node holds no key that speaks for this rig now');
    this.acts = acts;
  }
}
