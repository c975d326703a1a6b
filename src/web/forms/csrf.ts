import Tokens from '@fastify/csrf';
import type { FastifyRequest } from 'fastify';
import { WastelandError } from '../../errors.ts';
import type { Services } from '../../operations/ports.ts';
import { pageCookie } from '../session-cookie.ts';
import type { Visit } from '../visit.ts';

const tokens = Tokens();

/** Of requests whose browser has no secret yet: one for all forms of a page. */
const fresh = new WeakMap<FastifyRequest, string>();

/** A token that only a page of ours can hold; its secret is in a cookie of the browser that asked. */
export function csrfToken({ services, request, reply }: Visit): string {
  const cookie = formCookie(services);
  let secret = request.cookies[cookie.name] ?? fresh.get(request);
  if (secret === undefined) {
    secret = tokens.secretSync();
    fresh.set(request, secret);
    void reply.setCookie(cookie.name, secret, cookie.options);
  }
  return tokens.create(secret);
}

/** Refuses a form that no page of ours gave to this browser. */
export function checkCsrf({ services, request }: Visit, token: string | undefined): void {
  const secret = request.cookies[formCookie(services).name];
  if (secret !== undefined && token !== undefined && tokens.verify(secret, token)) return;
  throw new WastelandError('forbidden', 'this form was made for another visit: look it over and send it again');
}

const formCookie = (services: Services) => pageCookie(services, 'form');
