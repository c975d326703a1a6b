import { brokenProblem, parsed } from './answers.ts';
import type { Contract, Given } from './answers.ts';
import { Raw } from './requests.ts';
import type { Plan } from './requests.ts';
import type { Operation } from './operations.ts';

/** What must come of a request, by what was wrong with it. */

export interface Asked {
  plan: Plan;
  /** The body with all known things in it. */
  body: unknown;
  /** What the path offers for the method that was used, if anything. */
  operation: Operation | undefined;
}

/** Everything that is wrong with the answer, a sentence each. */
export function wrongWith(contract: Contract, asked: Asked, given: Given): string[] {
  const { plan, operation } = asked;
  if (given.status >= 500 && given.status !== 503) return [`status ${given.status}: ${given.text}`];
  const elsewhere =
    (plan.what === 'broken path' && (given.status === 404 || given.status === 400)) ||
    // A URL that fills the headers is refused before anybody knows what it asks.
    (plan.what === 'broken query' && given.status === 413);
  if (operation === undefined || elsewhere) return unknownTo(plan, given);
  return [...contract.broken(operation, given), ...unexpected(contract, asked, given)];
}

/** What isn't an operation is not found, in a problem document; browsers may ask what is allowed. */
function unknownTo(plan: Plan, given: Given): string[] {
  if (plan.method === 'HEAD' || plan.method === 'OPTIONS') return given.status < 500 ? [] : [`status ${given.status}`];
  const wrong = given.type.startsWith('application/problem+json') ? [] : [`content type ${given.type}`];
  if (given.status < 400) wrong.push(`status ${given.status} of what isn't documented`);
  return [...wrong, ...brokenProblem(parsed(given.text), given.status)];
}

function unexpected(contract: Contract, { plan, body }: Asked, { status, text }: Given): string[] {
  const must = (fits: boolean, what: string): string[] =>
    fits ? [] : [`${what}, answered ${status} ${text.slice(0, 300)}`];
  const { operation } = plan;
  if (operation.security.length > 0 && plan.credentials === 'other') return must(status === 403, 'another token');
  if (operation.security.length > 0 && plan.credentials !== 'right') return must(status === 401, 'no credentials');
  const type = plan.body?.type ?? '';
  const asked = plan.body !== undefined && plan.body.value instanceof Raw === false;
  const fits = !asked || contract.allows(operation, type, body);
  switch (plan.what) {
    case 'broken path':
      return must(status >= 400, 'a path that names nothing');
    case 'broken bytes':
      return must([400, 413, 415, 422].includes(status), 'a body that nobody can read');
    case 'broken query':
      return must(
        status === 400 || !plan.query.some(([name]) => name === 'colour') || operation.inQuery.length === 0,
        'an unknown parameter',
      );
    case 'other method':
    case 'strange body':
      return [];
    default:
      if (!fits) return must(status === 400 || status === 413, 'a body that the schema refuses');
      // A cursor is opaque, and one of another list can't be used; a proof takes one of two parameters.
      if (plan.query.some(([name]) => name === 'cursor') || operation.path.endsWith('/proof')) return [];
      // A list of accounts is one text, whose lines no schema knows.
      if (operation.path.endsWith('/vouch-list')) return [];
      return must(status !== 400, 'what the schema allows');
  }
}
