import { WastelandError } from '../errors.ts';
import type { Answer } from './guarded-client.ts';
import type { NotFound } from './outcome.ts';

/** Why an API for issues wasn't asked, or gave nothing, as errors with codes. */

/** The error for an answer that didn't come. */
export function notFoundError(host: string, { kind, detail }: NotFound): WastelandError {
  if (kind === 'refused') return new WastelandError('url_not_allowed', `${host} is not asked: ${detail}`);
  if (kind === 'unreachable') return new WastelandError('peer_unreachable', `${host} can't be reached: ${detail}`);
  const renamed = 'a repository that was renamed has to be called by its new name';
  return new WastelandError('not_a_peer', `${host} doesn't answer as GitHub's API does (${detail}); ${renamed}`);
}

export interface Asked {
  host: string;
  /** What was asked for, in words. */
  what: string;
  /** Whether a token was shown. */
  withToken: boolean;
}

/** The error for an answer that is none of the good ones and says nothing of limits. */
export function statusError({ host, what, withToken }: Asked, answer: Answer): WastelandError {
  const { status } = answer;
  const said = messageOf(answer);
  if (status === 401) {
    const why = withToken
      ? "doesn't take the token in WASTELAND_GITHUB_TOKEN"
      : 'wants a token: WASTELAND_GITHUB_TOKEN';
    return new WastelandError('unauthorized', `${host} ${why}`);
  }
  if (status === 403) return new WastelandError('forbidden', `${host} doesn't allow it: ${what}${said}`);
  if (status === 404 || status === 410) {
    const hidden = withToken ? ', or the token may not see it' : ', or it is not public: WASTELAND_GITHUB_TOKEN';
    return new WastelandError('not_found', `${what} is not there at ${host}${hidden}`);
  }
  if (status === 408 || status >= 500) {
    return new WastelandError('peer_unreachable', `${host} answered ${status}${said}`);
  }
  return new WastelandError('not_a_peer', `${host} answered ${status}${said}`);
}

/** Its own words, where it has some. */
function messageOf({ text }: Answer): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? ` (${message.slice(0, 200)})` : '';
  } catch {
    return '';
  }
}
