import { treeOf } from '../domain/project/append.ts';
import { inclusionProof } from '../domain/merkle.ts';
import { readToken } from '../identity/strict-jws.ts';
import type { Logged } from '../ledger/writer.ts';
import type { EventReceipt } from '../wire/api/event.ts';
import { verdictText } from '../wire/codes.ts';
import type { Services } from './ports.ts';

/** Where a token stands, without its type. */
export type Place = Omit<EventReceipt, 'type' | 'checkpoint'>;

/** The last that was read: acts that share a commit share its checkpoint. */
let lastRead = { checkpoint: '', size: 0 };

/** How many entries a checkpoint covers; 0 for a text that is none. */
export function sizeOf(checkpoint: string): number {
  if (lastRead.checkpoint === checkpoint) return lastRead.size;
  const reading = readToken(checkpoint);
  lastRead = { checkpoint, size: reading.ok ? Number(reading.token.payload['seq']) : 0 };
  return lastRead.size;
}

/** Where a logged token stands, with the proof that it is in the checkpoint of `size` entries. */
export function placeOf({ reader }: Services, logged: Logged, size: number): Place {
  const { origin, seq, hash, code } = logged;
  const place = { origin, seq, hash, verdict: verdictText(code) };
  if (seq > size) return place;
  if (logged.receipt?.size === size) return { ...place, proof: logged.receipt.proof };
  return { ...place, proof: inclusionProof(treeOf(reader.state, origin), seq - 1, size) };
}
