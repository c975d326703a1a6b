import { treeOf } from '../domain/project/append.ts';
import { inclusionProof } from '../domain/merkle.ts';
import { readToken } from '../identity/strict-jws.ts';
import type { Logged } from '../ledger/writer.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import { verdictText } from '../wire/codes.ts';
import type { Services } from './ports.ts';

/** Where a token stands, without its type. */
export type Place = Omit<EventReceipt, 'type' | 'checkpoint'>;

/** How many entries a checkpoint covers; 0 for a text that is none. */
export function sizeOf(checkpoint: string): number {
  const reading = readToken(checkpoint);
  return reading.ok ? Number(reading.token.payload['seq']) : 0;
}

/** Where a logged token stands, with the proof that it is in the checkpoint of `size` entries. */
export function placeOf({ reader }: Services, logged: Logged, size: number): Place {
  const { origin, seq, hash, code } = logged;
  const place = { origin, seq, hash, verdict: verdictText(code) };
  if (seq > size) return place;
  if (logged.receipt?.size === size) return { ...place, proof: logged.receipt.proof };
  return { ...place, proof: inclusionProof(treeOf(reader.state, origin), seq - 1, size) };
}
