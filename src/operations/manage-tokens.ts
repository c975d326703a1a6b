import { WastelandError } from '../errors.ts';
import { newJti } from '../private/tokens.ts';
import type { TokenRow } from '../private/tokens.ts';
import type { CursorValue } from '../readmodel/cursor.ts';
import { scopes as allScopes } from '../wire/scopes.ts';
import type { AdminTokenRequest, NewToken, Token, TokenPage, TokenRequest, TokensQuery } from '../wire/api/token.ts';
import type { Acting } from './acting.ts';
import { findRig } from './find-named.ts';
import { heldKid } from './held-key.ts';
import { pageOfAll } from './page-of-all.ts';
import type { Services } from './ports.ts';
import { present, time, timeOrNull } from './views/present.ts';

/** A token as its maker is told of it, but for its text. */
export type MadeToken = Omit<NewToken, 'token'>;

/** Tokens of one rig that are good at once. */
const maxGood = 100;

/** The tokens of a rig, those that ended lately too; `current` is the one that came with the request. */
export function listTokens(services: Services, rig: string, query: TokensQuery, current?: string): TokenPage {
  const rows = services.private.tokens.list(rig);
  const keyOf = (row: TokenRow): CursorValue[] => [row.created_at, row.jti];
  const page = pageOfAll({ name: 'created', rows, keyOf, types: ['number', 'string'] }, query);
  return { items: page.items.map((row) => tokenView(row, current)), next_cursor: page.next_cursor };
}

/** Makes a token for a rig. A retry finds the one that was made. Its text comes by `textOf`, and is kept nowhere. */
export function makeToken(services: Services, acting: Acting, request: TokenRequest): MadeToken {
  const { tokens } = services.private;
  const [jti = newJti()] = acting.kept?.tokens ?? [];
  const made = tokens.get(jti);
  if (made !== undefined) return detailsOf(made);
  if (tokens.good(acting.rig) >= maxGood) {
    throw new WastelandError('rate_limited', `a rig has at most ${maxGood} tokens: revoke some first`);
  }
  acting.kept?.keep([jti]);
  const { scopes, name = null, expires_in: seconds } = request;
  const expiresAt = seconds === undefined ? null : services.clock.now() + seconds * 1000;
  const row = { jti, rig: acting.rig, scopes: [...new Set(scopes)], kid: services.node.key.kid, name };
  return detailsOf(tokens.add({ ...row, expires_at: expiresAt }));
}

/** Makes a token for a rig that asks the operator; `no_key` where this node can't sign for it. */
export function makeTokenFor(services: Services, { kept }: Acting, request: AdminTokenRequest): MadeToken {
  const { rig, scopes = [...allScopes], ...wish } = request;
  const { id } = findRig(services, rig);
  if (heldKid(services, id) === undefined) {
    throw new WastelandError('no_key', 'this node holds no key that speaks for this rig now');
  }
  return makeToken(services, { rig: id, ...present({ kept }) }, { ...wish, scopes });
}

/** A made token with its text, which is made anew: a replayed answer has it too, and no file does. */
export async function textOf({ node, private: kept }: Services, made: MadeToken): Promise<NewToken> {
  const row = kept.tokens.get(made.id);
  if (row === undefined) throw new WastelandError('not_found', 'this token is not known any more');
  return { token: await kept.tokens.sign(node, row), ...made };
}

/** Ends a token; `rig` where it must be one of that rig. One that has ended already is no error. */
export function revokeToken(services: Services, id: string, rig?: string): void {
  const row = services.private.tokens.get(id);
  if (row === undefined || (rig !== undefined && row.rig !== rig)) {
    throw new WastelandError('not_found', 'no token has this id');
  }
  services.private.tokens.revoke(id);
}

function tokenView(row: TokenRow, current: string | undefined): Token {
  return {
    ...detailsOf(row),
    current: row.jti === current,
    ...present({ revoked_at: timeOrNull(row.revoked_at) }),
  };
}

function detailsOf({ jti, rig, scopes, name, created_at: at, expires_at: end }: TokenRow): MadeToken {
  return { id: jti, rig, scopes: [...scopes], created_at: time(at), ...present({ name, expires_at: timeOrNull(end) }) };
}
