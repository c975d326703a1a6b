import { chainOf } from '../../client/document-chain.ts';
import type { NodeClient } from '../../client/node-client.ts';
import { leafHash, verifyInclusion } from '../../domain/merkle.ts';
import { readToken } from '../../identity/strict-jws.ts';
import { verifySignature } from '../../identity/verify.ts';
import type { InclusionProof } from '../../wire/api/log.ts';
import { typs } from '../../wire/header.ts';

/** A proof with what came of checking it here. */
export interface CheckedProof {
  proof: InclusionProof;
  /** What was checked, and whether it holds. */
  checks: { what: string; holds: boolean }[];
}

/** Asks for the proof that an entry is in a log, and believes nothing of it that isn't checked here. */
export async function proveEntry(node: NodeClient, origin: string, seq: number): Promise<CheckedProof> {
  const answer = await node.get('/v1/logs/{origin}/proof', { params: { path: { origin }, query: { seq } } });
  const proof = answer as InclusionProof;
  const { documents } = await node.get('/v1/rigs/{id}/identity', { params: { path: { id: origin } } });
  const checks = [
    {
      what: `entry ${seq} with this hash is in a log of ${proof.size} entries with this root`,
      holds: isIncluded(proof),
    },
    { what: 'its node signed a checkpoint over that root', holds: isSigned(proof, documents) },
  ];
  return { proof, checks };
}

function isIncluded({ seq, logged_at: loggedAt, hash, size, proof, root }: InclusionProof): boolean {
  return verifyInclusion({ leaf: leafHash(seq, loggedAt, hash), index: seq - 1, size, proof, root });
}

/** By a key of the latest document of the node's chain, which begins with the one whose hash is its id. */
function isSigned({ origin, size, root, checkpoint = '' }: InclusionProof, documents: string[]): boolean {
  const reading = readToken(checkpoint);
  if (!reading.ok || reading.token.typ !== typs.checkpoint) return false;
  const { token } = reading;
  const { iss, seq, root: signed } = token.payload;
  const x = chainOf(origin, documents).at(-1)?.keys[token.kid]?.x;
  return iss === origin && seq === size && signed === root && x !== undefined && verifySignature(token, x);
}
