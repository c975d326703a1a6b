import Type from 'typebox';
import type { TSchema } from 'typebox';
import type { ErrorCode } from '../errors.ts';
import { named } from '../wire/api/named.ts';
import { Problem } from '../wire/api/problem.ts';
import { statusOf } from './problems.ts';

/** What any endpoint may answer. */
const always: ErrorCode[] = ['invalid_request', 'rate_limited', 'unavailable', 'internal'];

/** What any endpoint that writes, or takes a body, may answer. */
export const bodyProblems: ErrorCode[] = ['malformed_json', 'too_large', 'unsupported_media_type', 'disk_full'];

/** What any endpoint that needs a rig's token may answer. */
export const bearerProblems: ErrorCode[] = ['unauthorized', 'forbidden'];

/** What an endpoint that signs for a rig may answer, besides what its act is refused with. */
export const signingProblems: ErrorCode[] = [
  ...bodyProblems,
  ...bearerProblems,
  'not_found',
  'ambiguous_id',
  'no_key',
  'blocked',
  'too_long',
  'too_deep',
  'unsafe_number',
  'lone_surrogate',
  'key_not_in_force',
  'idempotency_conflict',
  'clock_wrong',
];

/** What an act that a node's policy guards may be refused with; `blocked` is among the signing ones. */
export const gateProblems: ErrorCode[] = ['blocked', 'tier_too_low', 'too_many_claims'];

/** What an act for another node's log may come back with. */
export const deliveryProblems: ErrorCode[] = [
  'home_unknown',
  'peer_unreachable',
  'unknown_author',
  'unknown_key',
  'stale',
];

/** The `response` of a route: its answers by status, and a problem document for each status of the codes, or the `mixed`
 * answer where what went wrong with a part stands in the whole. */
export function answers(
  bodies: Record<number, TSchema>,
  problems: readonly ErrorCode[],
  mixed?: TSchema,
): Record<string, unknown> {
  const byStatus = new Map<number, Set<ErrorCode>>();
  for (const code of [...always, ...problems]) {
    const status = statusOf(code);
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  const response: Record<string, unknown> = { ...bodies };
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    response[status] = {
      description: [...codes].sort().join(', '),
      content: {
        'application/problem+json': { schema: named(Problem) },
        ...(mixed === undefined ? {} : { 'application/json': { schema: named(mixed) } }),
      },
    };
  }
  return response;
}

/** A component as the answer with this description. */
export function answer<T extends TSchema>(schema: T, description: string): TSchema {
  return { ...named(schema), description };
}

/** No body. */
export const nothing = Type.Null({ description: 'done' });
