import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id, Text } from '../encodings.ts';
import { scopes } from '../scopes.ts';
import { pageOf, pagingBy, Time } from './named.ts';
import { RigRef } from './references.ts';

const Scopes = Type.Array(Type.Enum([...scopes], { type: 'string' }), {
  minItems: 1,
  description:
    'work: claim, progress, release, submit. post: post, edit, withdraw, release, accept, reject. ' +
    'stamp: stamps and vouches. account: profile, links, tokens. Comments need any token.',
});

const details = {
  id: Type.String(),
  rig: Id,
  name: Type.Optional(Type.String()),
  scopes: Scopes,
  created_at: Time,
  expires_at: Type.Optional(Time),
};

/** A bearer token of a custodial rig, without its text. */
export const Token = Type.Object(
  {
    ...details,
    revoked_at: Type.Optional(Time),
    current: Type.Boolean({ description: 'whether it is the one that came with this request' }),
  },
  { $id: 'Token' },
);
export type Token = Static<typeof Token>;

/** A token with its text, which is shown this once. */
export const NewToken = Type.Object({ token: Type.String(), ...details }, { $id: 'NewToken' });
export type NewToken = Static<typeof NewToken>;

export const TokenPage = pageOf(Token, 'TokenPage');
export type TokenPage = Static<typeof TokenPage>;

export const TokensQuery = Type.Object(pagingBy('created', 'created'), closed);
export type TokensQuery = Static<typeof TokensQuery>;

export const AdminTokensQuery = Type.Object({ rig: RigRef, ...pagingBy('created', 'created') }, closed);
export type AdminTokensQuery = Static<typeof AdminTokensQuery>;

const wish = {
  name: Type.Optional(Text(100, 1)),
  expires_in: Type.Optional(
    Type.Integer({ minimum: 60, maximum: 315_360_000, description: 'seconds; without it the token has no end' }),
  ),
};

export const TokenRequest = Type.Object({ scopes: Scopes, ...wish }, closed);
export type TokenRequest = Static<typeof TokenRequest>;

/** Without `scopes` all of them: for a rig that has lost its own. */
export const AdminTokenRequest = Type.Object({ rig: RigRef, scopes: Type.Optional(Scopes), ...wish }, closed);
export type AdminTokenRequest = Static<typeof AdminTokenRequest>;
