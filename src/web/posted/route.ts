import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WastelandError } from '../../errors.ts';
import type { Route } from '../../http/app.ts';
import { checkScopes } from '../../http/plugins/credentials.ts';
import { problemOfAny } from '../../http/problems.ts';
import type { Acting } from '../../operations/acting.ts';
import { idempotently } from '../../operations/idempotently.ts';
import { UnsignedActs } from '../../operations/unsigned-acts.ts';
import type { Scope } from '../../wire/scopes.ts';
import { link } from '../links.ts';
import { send, visitOf } from '../page.ts';
import type { Render } from '../page.ts';
import type { Visit } from '../visit.ts';
import { checkCsrf } from '../forms/csrf.ts';
import { keepDraft } from '../forms/drafts.ts';
import type { Typed } from '../forms/filled.ts';

const elsewhere =
  'This node holds no key of this rig: only the browser that has it can sign, and it needs JavaScript for that.';

interface FormRoute {
  url: string;
  /** The name that the form has on its page. */
  name: string | ((visit: Visit, typed: Typed) => string);
  /** What the viewer's token must be good for: any one of these sets. */
  scopes: readonly Scope[][];
  /** Does it, and says where to go on. */
  act(visit: Visit, typed: Typed, acting: Acting): Promise<string>;
  /** The page that the form is on, for when it comes back. */
  again: Render;
  /** Where that page is. */
  page(visit: Visit): string;
  /** Where a browser that signs for itself goes on, when not there; `{made}` stands for the digits of what the act made. */
  after?(visit: Visit): string;
}

/** Takes a form of somebody who has signed in. One that can't be taken comes back as it was typed, with the reason. */
export function formRoute(spec: FormRoute): Route {
  return (app, services) => {
    app.post(spec.url, { schema: { hide: true } }, async (request, reply) => {
      const visit = visitOf(services, request, reply);
      const typed = typedIn(request.body);
      try {
        checkCsrf(visit, typed['_csrf']);
        if (visit.viewer === undefined) return signInFirst(spec, visit, typed);
        checkScopes(request, spec.scopes);
        const to = await once(visit, typed, (acting) => spec.act(visit, typed, acting));
        return await reply.redirect(to, 303);
      } catch (error) {
        if (error instanceof UnsignedActs && signsHere(request)) return toSign(spec, visit, error);
        return await comeBack(spec, visit, typed, error);
      }
    });
  };
}

/** The fields of a form; of several with one name the first. */
export function typedIn(body: unknown): Typed {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(fields.map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]));
}

/** Whether the script of the pages asks, which has the rig's key. */
function signsHere({ headers }: FastifyRequest): boolean {
  return headers.accept === 'application/json';
}

/** What the browser is to sign and to post to `/v1/events`, and where to go on then. A form means what its operation makes of
 * it, whoever signs. */
function toSign(spec: FormRoute, visit: Visit, { acts }: UnsignedActs): FastifyReply {
  const iat = Math.floor(visit.services.clock.now() / 1000);
  const events = acts.map(({ type, aud, body }) => ({ aud, iat, type, body }));
  return visit.reply.send({ events, to: (spec.after ?? spec.page)(visit) });
}

async function comeBack(spec: FormRoute, visit: Visit, typed: Typed, error: unknown): Promise<FastifyReply> {
  const problem = problemOfAny(error);
  if (problem.status === 500) throw error;
  if (error instanceof UnsignedActs) problem.detail = elsewhere;
  visit.failed = { form: nameOf(spec, visit, typed), typed, problem };
  return await send(visit, { ...(await spec.again(visit)), status: problem.status });
}

/** The session is over: what was typed waits until it has begun again. */
async function signInFirst(spec: FormRoute, visit: Visit, typed: Typed): Promise<FastifyReply> {
  const problem = problemOfAny(new WastelandError('unauthorized', 'you are signed in again: look it over and send it'));
  const draft = keepDraft({ form: nameOf(spec, visit, typed), typed, problem }, visit.services.clock.now());
  return await visit.reply.redirect(link('/sign-in', { to: link(spec.page(visit), { draft }), over: 'yes' }), 303);
}

/** Sending the very same form twice acts once. */
async function once(visit: Visit, typed: Typed, run: (acting: Acting) => Promise<string>): Promise<string> {
  const { _csrf, ...said } = typed;
  const request = createHash('sha256')
    .update(`${visit.url}\n${JSON.stringify(said)}`)
    .digest('hex');
  const keyed = { rig: visit.request.rig, key: `form ${request}`, request };
  const { body } = await idempotently(visit.services, keyed, async (acting) => ({
    status: 303,
    body: { to: await run(acting) },
  }));
  return (body as { to: string }).to;
}

function nameOf({ name }: FormRoute, visit: Visit, typed: Typed): string {
  return typeof name === 'string' ? name : name(visit, typed);
}
