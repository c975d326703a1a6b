import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../operations/ports.ts';
import type { Who } from '../wire/api/references.ts';
import type { Scope } from '../wire/scopes.ts';
import type { Failed } from './forms/filled.ts';

/** Who looks, when they have signed in. */
export interface Viewer {
  who: Who;
  scopes: readonly Scope[];
  /** Whether the rig signs for itself, in the browser that has its key: this node holds none for it. */
  signs: boolean;
}

/** One request for a page: what every part of it may need. */
export interface Visit {
  services: Services;
  request: FastifyRequest;
  reply: FastifyReply;
  viewer: Viewer | undefined;
  /** Path and query. */
  url: string;
  /** The id of the last happening that the page can show. */
  asOf: string;
  /** Which form came back, when one did. */
  failed?: Failed;
}

/** Whether the viewer's token lets them do this. */
export function may({ viewer }: Visit, scope: Scope): boolean {
  return viewer?.scopes.includes(scope) === true;
}
