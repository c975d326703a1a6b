import type { State } from '../../domain/state.ts';
import { WastelandError } from '../../errors.ts';
import type { Services } from '../ports.ts';
import { blockOf } from './block-of.ts';

/** Whoever is blocked may still take back what they said or hold: that helps everybody. */
const takingBack: readonly string[] = [
  'wanted.released',
  'wanted.withdrawn',
  'stamp.revoked',
  'vouch.withdrawn',
  'comment.withdrawn',
];

/** Refuses an act of whomever this node blocks, for its own log and on the way to another's: `blocked`. */
export function checkNotBlocked(services: Services, rig: string, type: string, state?: State): void {
  if (takingBack.includes(type)) return;
  const block = blockOf(services, { rig }, state);
  if (block === undefined) return;
  const why = block.reason === null ? '' : `: ${block.reason}`;
  const missing = ['only its operator can lift the block'];
  throw new WastelandError('blocked', `this node blocks ${block.target}${why}`, { legal: [...takingBack], missing });
}
