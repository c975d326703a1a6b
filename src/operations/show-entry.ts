import { createHash } from 'node:crypto';
import { leafHash, verifyInclusion } from '../domain/merkle.ts';
import { WastelandError } from '../errors.ts';
import type { Entry, InclusionProof } from '../wire/api/log.ts';
import type { Services } from './ports.ts';
import { proveLog } from './show-logs.ts';
import { entryView } from './views/entry.ts';
import { namesOf } from './views/names.ts';

/** One entry of a log with its text and what proves its place. */
export interface ShownEntry {
  entry: Entry;
  /** The signed text as it stands in the log; `~` and its hash where it is withheld. */
  text: string;
  proof: InclusionProof;
  /** Whether the text has the hash that stands in the log. */
  sameText: boolean;
  /** Whether the proof leads from the hash to the root. */
  included: boolean;
}

/** An entry with its text and its proof, both checked anew; `not_found`. */
export async function showEntry(services: Services, origin: string, seq: number): Promise<ShownEntry> {
  const row = services.reader.logs.entry(origin, seq);
  if (row === undefined) throw new WastelandError('not_found', `no entry ${seq} of this log is held here`);
  const proof = proveLog(services, origin, { seq }) as InclusionProof;
  let text = '';
  for await (const [entry] of services.logs.readEntries(origin, seq - 1, seq)) text = entry?.jws ?? text;
  const { hash, logged_at: at, size, root } = proof;
  return {
    entry: entryView(namesOf(services), row),
    text,
    proof,
    sameText: createHash('sha256').update(text).digest('hex') === hash,
    included: verifyInclusion({ leaf: leafHash(seq, at, hash), index: seq - 1, size, proof: proof.proof, root }),
  };
}
