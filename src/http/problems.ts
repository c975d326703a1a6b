import { WastelandError, doorCodes, isDiskFull } from '../errors.ts';
import type { DoorCode, ErrorCode } from '../errors.ts';
import type { Problem } from '../wire/api/problem.ts';
import type { IgnoredCode, PendingCode, RefusalCode } from '../wire/codes.ts';
import { wordOf } from '../wire/codes.ts';

/** From codes to HTTP statuses (design section 8). Neither map compiles while a code is missing. */

const doorStatuses: Record<DoorCode, number> = {
  invalid_request: 400,
  malformed_json: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  ambiguous_id: 409,
  handle_taken: 409,
  blocked: 403,
  tier_too_low: 403,
  too_many_claims: 409,
  no_key: 409,
  // draft-ietf-httpapi-idempotency-key-header, section 2.7
  idempotency_conflict: 422,
  peer_identity_changed: 409,
  peer_exists: 409,
  too_large: 413,
  unsupported_media_type: 415,
  home_unknown: 422,
  not_a_peer: 422,
  peer_not_allowed: 422,
  url_not_allowed: 422,
  rate_limited: 429,
  peer_unreachable: 503,
  unavailable: 503,
  clock_wrong: 503,
  disk_full: 503,
  already_running: 503,
  cancelled: 503,
  database_newer: 500,
  bad_config: 500,
  set_up: 500,
  internal: 500,
};

/** Rejected ones are all 422. */
const verdictStatuses: Record<IgnoredCode | PendingCode, number> = {
  duplicate: 200,
  unknown_completion: 409,
  unknown_item: 409,
  wrong_state: 409,
  not_allowed: 403,
  bad_update: 409,
  not_in_chain: 409,
  not_home: 409,
  key_revoked: 409,
  self: 409,
  not_ok: 409,
  wrong_subject: 409,
  same_owner: 409,
  not_author: 403,
  withheld: 409,
  unknown_target: 409,
};

const ofDoors: ReadonlySet<string> = new Set(doorCodes);

/** The HTTP status that a code is answered with. */
export function statusOf(code: ErrorCode): number {
  if (isDoorCode(code)) return doorStatuses[code];
  return isRejected(code) ? 422 : verdictStatuses[code];
}

function isDoorCode(code: ErrorCode): code is DoorCode {
  return ofDoors.has(code);
}

function isRejected(code: RefusalCode): code is Exclude<RefusalCode, IgnoredCode | PendingCode> {
  return wordOf(code) === 'rejected';
}

/** What may be said of a failure inside. */
const insideDetail = 'something went wrong inside; the operator finds it in the log';

/** An error as a problem document (RFC 9457). What went wrong inside stays inside. */
export function problemOf(error: WastelandError, more: Partial<Pick<Problem, 'errors'>> = {}): Problem {
  const status = statusOf(error.code);
  return {
    type: `urn:wasteland:problem:${error.code}`,
    title: error.code.replaceAll('_', ' '),
    status,
    code: error.code,
    detail: status === 500 ? insideDetail : error.message,
    ...more,
    ...(error.legal === undefined ? {} : { legal: error.legal }),
    ...(error.missing === undefined ? {} : { missing: error.missing }),
  };
}

interface ThrownError {
  code?: string;
  statusCode?: number;
  message?: string;
  validation?: { instancePath?: string; message?: string; params?: Record<string, unknown> }[];
  validationContext?: string;
}

const frameworkCodes: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'the body is larger than this door takes'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', "the body isn't as long as the request says"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', "this door doesn't take that content type"],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed_json', "the body isn't JSON that this door takes"],
  FST_ERR_BAD_URL: ['invalid_request', "the URL can't be read"],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'there is nothing here'],
  HPE_HEADER_OVERFLOW: ['too_large', 'the headers are larger than this node takes'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'the body is empty'],
};

const statusCodes: Record<number, [ErrorCode, string]> = {
  400: ['invalid_request', "the request can't be read"],
  404: ['not_found', 'there is nothing here'],
  408: ['invalid_request', 'the request took too long'],
  413: ['too_large', 'the request is larger than this door takes'],
  415: ['unsupported_media_type', "this door doesn't take that content type"],
  429: ['rate_limited', 'too many requests; try again later'],
  503: ['unavailable', 'the node is too busy; try again in a moment'],
};

/** Any thrown thing as a problem document: ours by its code, the framework's by what it means, the rest as `internal`. */
export function problemOfAny(error: unknown): Problem {
  if (error instanceof WastelandError) return problemOf(error);
  if (isDiskFull(error)) return problemOf(new WastelandError('disk_full', 'the disk of this node is full'));
  const thrown = (error ?? {}) as ThrownError;
  if (thrown.validation !== undefined) return invalid(thrown);
  const named = thrown.code === undefined ? undefined : frameworkCodes[thrown.code];
  const known = named ?? statusCodes[thrown.statusCode ?? 500];
  return problemOf(known === undefined ? new WastelandError('internal', insideDetail) : new WastelandError(...known));
}

/** What the schema says against a request, and where. */
function invalid({ validation = [], validationContext = 'request' }: ThrownError): Problem {
  const errors = validation.map(({ instancePath = '', message = 'is wrong', params = {} }) => {
    const unknown = params['additionalProperty'];
    return {
      path: `/${validationContext}${instancePath}`,
      message: unknown === undefined ? message : `unknown member ${JSON.stringify(unknown)}`,
    };
  });
  const [first] = errors;
  const detail = first === undefined ? 'the request is not as its schema says' : `${first.path}: ${first.message}`;
  return problemOf(new WastelandError('invalid_request', detail), { errors });
}
