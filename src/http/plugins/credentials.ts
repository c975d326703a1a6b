import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { WastelandError } from '../../errors.ts';
import { checkScopes as checkScopesOf } from '../../operations/check-scopes.ts';
import type { Services } from '../../operations/ports.ts';
import { findRig } from '../../operations/find-named.ts';
import { readBearer } from '../../operations/read-bearer.ts';
import type { Scope } from '../../wire/scopes.ts';
import type { App } from '../app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Identity id of the rig whose token came; empty where none is asked for. */
    rig: string;
    /** Id of that token, and what it lets its bearer do. */
    token: string;
    scopes: readonly Scope[] | undefined;
  }
}

/** Gives requests the members in which their rig stands. */
export function credentials(app: App): void {
  app.decorateRequest('rig', '');
  app.decorateRequest('token', '');
  app.decorateRequest('scopes');
}

/** Lets only bearers of a rig's token through that has the scopes which the route's `security` names, of several sets any
 * one: 401 without a good token, 403 for another kind. */
export function asRig(services: Services): onRequestAsyncHookHandler {
  return async (request) => {
    const text = bearerOf(request);
    if (text === undefined) throw unauthorized('a bearer token of a rig is needed');
    if (isAdmin(services, text)) throw new WastelandError('forbidden', 'the admin token acts for no rig');
    const bearer = await readBearer(services, text);
    if (bearer === undefined) throw unauthorized('this token is not one of this node, or it was revoked');
    request.rig = bearer.rig;
    request.token = bearer.jti;
    request.scopes = bearer.scopes;
    checkScopes(request, wantedBy(request));
  };
}

/** Refuses a bearer whose token has none of these sets of scopes. */
export function checkScopes({ scopes = [] }: FastifyRequest, wanted: readonly Scope[][]): void {
  checkScopesOf(scopes, wanted);
}

/** Refuses a bearer who names another rig than their own. */
export function checkIsSelf(services: Services, { rig }: FastifyRequest, typed: string): void {
  if (findRig(services, typed).id === rig) return;
  throw new WastelandError('forbidden', "this is another rig than the token's");
}

function wantedBy({ routeOptions }: FastifyRequest): Scope[][] {
  const { security = [] } = (routeOptions.schema ?? {}) as { security?: { rig?: Scope[] }[] };
  return security.flatMap(({ rig }) => (rig === undefined ? [] : [rig]));
}

/** Lets only the bearer of the admin token through. */
export function asAdmin(services: Services): onRequestAsyncHookHandler {
  return async (request) => {
    const text = bearerOf(request);
    if (text === undefined) throw unauthorized('the admin token is needed');
    if (isAdmin(services, text)) return;
    if ((await readBearer(services, text)) !== undefined) {
      throw new WastelandError('forbidden', "a rig's token doesn't open this");
    }
    throw unauthorized('this is not the admin token');
  };
}

/** Whether the request comes from the operator: an invitation where registration needs one. */
export function isFromAdmin(services: Services, request: FastifyRequest): boolean {
  const text = bearerOf(request);
  return text !== undefined && isAdmin(services, text);
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Whether this is the admin token; in the same time whatever the text. */
export function isAdmin(services: Services, text: string): boolean {
  return timingSafeEqual(digest(text), digest(services.adminToken));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function unauthorized(detail: string): WastelandError {
  return new WastelandError('unauthorized', detail);
}
