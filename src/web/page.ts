import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Route } from '../http/app.ts';
import type { Services } from '../operations/ports.ts';
import type { Asset } from './assets.ts';
import { takeDraft } from './forms/drafts.ts';
import type { Html } from './html.ts';
import { layout } from './layout.ts';
import { link } from './links.ts';
import type { Visit } from './visit.ts';

/** What a page says of itself besides its content. */
export interface Page {
  title: string;
  /** Which entry of the navigation it belongs to. */
  place?: string;
  /** One sentence for whoever gets the link only. */
  summary?: string;
  /** What shows where its link is shared. */
  shared?: Shared;
  status?: number;
  /** What must happen for it to look otherwise, as filters of the stream: a page that names them is kept up to date. */
  live?: Record<string, string>;
  /** Scripts besides those that all pages have. */
  scripts?: readonly Asset[];
  main: Html;
}

/** What others show of a page. */
export interface Shared {
  /** The one path of it, whatever led there. */
  path: string;
  type: 'website' | 'article' | 'profile';
  /** Path of a PNG for shared links, and what it shows. */
  picture: string;
  pictureShows: string;
}

/** Makes a page of what a visit asks for. */
export type Render = (visit: Visit) => Page | Promise<Page>;

/** The same, or the way to somewhere else. */
type Lead = (visit: Visit) => Page | Elsewhere | Promise<Page | Elsewhere>;

interface Elsewhere {
  redirect: string;
}

/** Adds one page at this URL. Strangers all see the same, which is kept while nothing changes. */
export function page(url: string, render: Lead): Route {
  return get(url, true, render);
}

/** Adds a page with a form for strangers: each sees one of their own. */
export function plainPage(url: string, render: Render): Route {
  return get(url, false, render);
}

/** Adds a page for those who have signed in; others are led there and back. */
export function signedInPage(url: string, render: Render): Route {
  return get(url, false, (visit) => {
    if (visit.viewer !== undefined) return render(visit);
    return { redirect: link('/sign-in', { to: visit.url }) };
  });
}

function get(url: string, kept: boolean, render: Lead): Route {
  return (app, services) => {
    app.get(url, { schema: { hide: true }, config: { kept } }, async (request, reply) => {
      const visit = visitOf(services, request, reply);
      const made = await render(visit);
      return 'redirect' in made ? await reply.redirect(made.redirect, 303) : await send(visit, made);
    });
  };
}

/** The visit that a request is, with the form that a new session brings back. */
export function visitOf(services: Services, request: FastifyRequest, reply: FastifyReply): Visit {
  const asOf = services.happenings.idAt(services.happenings.now());
  const visit: Visit = { services, request, reply, viewer: request.viewer, url: request.url, asOf };
  const { draft } = request.query as { draft?: unknown };
  if (typeof draft !== 'string' || visit.viewer === undefined) return visit;
  const failed = takeDraft(draft, services.clock.now());
  return failed === undefined ? visit : { ...visit, failed };
}

/** Sends a page in the frame that all have. */
export async function send(visit: Visit, made: Page): Promise<FastifyReply> {
  const text = `<!doctype html>\n${layout(visit, made).text}`;
  return await visit.reply
    .code(made.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(text);
}
