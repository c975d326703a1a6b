import { reputationOf } from '../../domain/reputation/scores.ts';
import type { StampScores } from '../../domain/reputation/scores.ts';
import { TrustGraph } from '../../domain/reputation/trust-graph.ts';
import { defaultDamping, weigh } from '../../domain/reputation/weights.ts';
import type { TrustPolicy } from '../../domain/reputation/weights.ts';
import type { LineRefused, ReputationAnswer, ReputationRequest } from '../../wire/api/conformance.ts';
import { dimensions } from '../../wire/words.ts';
import { groupsOfLinks } from './groups-of-links.ts';

/** What these roots make of these vouches and stamps: everyone's weight, and the reputation of all subjects. In id order,
 * so that the answer doesn't depend on the order of the request. */
export function computeReputation(request: ReputationRequest): ReputationAnswer | LineRefused {
  const { roots, damping = defaultDamping, combine = 'together', vouches, stamps } = request;
  const twice = stamps.length - new Set(stamps.map(({ id }) => id)).size;
  if (twice > 0) return { ok: false, code: 'invalid_request', detail: `${twice} ids of stamps are given twice` };

  const groups = groupsOfLinks(request.links);
  const groupOf = (rig: string): string => groups.get(rig) ?? rig;
  const graph = new TrustGraph();
  for (const [rig, group] of groups) graph.group(rig, group);
  for (const [giver, subject] of vouches) graph.vouch(giver, subject);
  const policy: TrustPolicy = { roots, damping, combine };
  const weights = weigh(graph, policy);

  const about = Map.groupBy(stamps.map(scoresOf), ({ subject }) => subject);
  const reputation = [...about].sort(byId).map(([subject, theirs]) => {
    const all = reputationOf(theirs, weights, groupOf);
    return [subject, Object.fromEntries(dimensions.map((name) => [name, shown(all[name])]))] as const;
  });
  return {
    ok: true,
    weights: Object.fromEntries(namedIn(request).map((rig) => [rig, weights.of(rig)])),
    reputation: Object.fromEntries(reputation) as ReputationAnswer['reputation'],
  };
}

function scoresOf({ id, author, subject, dimensions }: ReputationRequest['stamps'][number]): StampScores {
  return { stamp: id, author, subject, dimensions };
}

function shown({ mean, uncertainty, lower }: { mean: number; uncertainty: number; lower: number }): object {
  return { mean, uncertainty, lower };
}

function byId([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Every rig that a request names, in id order. */
function namedIn({ roots, links, vouches, stamps }: ReputationRequest): string[] {
  const inStamps = stamps.flatMap(({ author, subject }) => [author, subject]);
  return [...new Set([...roots, ...links.flat(), ...vouches.flat(), ...inStamps])].sort();
}
