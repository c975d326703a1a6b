import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';

/** Holds what a page was asked against a contract of the API, as the API's own doors do; throws what they throw. */
export function validated<T extends TSchema>(
  request: FastifyRequest,
  schema: T,
  data: Record<string, unknown>,
  part: 'body' | 'querystring' = 'body',
): Static<T> {
  const validate = request.compileValidationSchema(schema, part);
  if (validate(data) === true) return data as Static<T>;
  const invalid = { validation: validate.errors ?? [], validationContext: part, statusCode: 400 };
  throw Object.assign(new Error('what came is not as its contract says'), invalid);
}

/** The named members of a query; empty ones, which forms send for what wasn't filled in, and unknown ones are left out. */
export function queryOf(request: FastifyRequest, names: readonly string[]): Record<string, string> {
  const query = request.query as Record<string, string | string[] | undefined>;
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = query[name];
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined && text.trim() !== '') found[name] = text.trim();
  }
  return found;
}
