import { BoardQuery } from '../../../wire/api/item.ts';
import type { Visit } from '../../visit.ts';
import { queryOf, validated } from '../../validated.ts';

/** Members of the query as they were typed: the form shows them again whatever they are. */
export type Typed = Record<string, string>;

const members = [...Object.keys(BoardQuery.properties), 'view'];

/** What the board was asked for, as typed. */
export function typedQuery({ request }: Visit): Typed {
  return queryOf(request, members);
}

/**
 * The same as the board's operation takes it; `@me` is whoever looks. Whoever asks for nothing else wants what is open, as
 * on other lists of work; `status=all` says otherwise.
 */
export function boardQuery({ request, viewer }: Visit, typed: Typed): BoardQuery {
  const { view, limit: _limit, ...query } = typed;
  const narrowed =
    view === 'columns' || ['status', 'ready', 'posted_by', 'claimed_by', 'parent'].some((name) => name in query);
  const asked = narrowed ? query : { ...query, status: 'open' };
  const { status, ...rest } = asked;
  const named = Object.entries(status === undefined || status === 'all' ? rest : asked);
  const said = named.map(([name, value]) => [name, value === '@me' ? viewer?.who.id : value]);
  return validated(request, BoardQuery, Object.fromEntries(said) as Typed, 'querystring');
}
