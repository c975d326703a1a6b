import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Services } from '../operations/ports.ts';

export interface PageCookie {
  name: string;
  options: CookieSerializeOptions;
}

/** Seconds; a token that ends earlier ends the session with it. */
const lifetime = 30 * 24 * 60 * 60;

/** Where the viewer's token is kept: out of reach of scripts and of requests that other sites start. */
export function sessionCookie(services: Services): PageCookie {
  return pageCookie(services, 'wasteland', lifetime);
}

/**
 * A node whose URL is https writes and reads `__Host-` cookies only, which nothing else can set or see. Browsers refuse
 * those over plain http, where a node on loopback or an intranet uses another name: what is set there, https never reads.
 */
export function pageCookie({ node }: Services, name: string, maxAge?: number): PageCookie {
  const secure = node.url()?.startsWith('https:') === true;
  return {
    name: secure ? `__Host-${name}` : name,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure, ...(maxAge === undefined ? {} : { maxAge }) },
  };
}
