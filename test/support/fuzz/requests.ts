import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { brokenJson, brokenOf, hugeBytes } from './breaking.ts';
import { known, poolOf, poolOfPath } from './known.ts';
import type { Operation, Schema } from './operations.ts';
import { valueOf } from './values.ts';

/** Requests for one operation, drawn before anything is known of the node that will get them. */

export type Credentials = 'right' | 'none' | 'strange' | 'other';

export interface Plan {
  operation: Operation;
  /** What is wrong with it, if anything. */
  what: string;
  method: string;
  /** Parameters of the path: encoded when filled in, unless they are `Raw`. */
  path: Record<string, unknown>;
  query: [name: string, value: unknown][];
  headers: Record<string, string>;
  body?: { type: string | undefined; value: unknown } | undefined;
  credentials: Credentials;
  /** Whose credentials of many. */
  who: number;
}

/** Text that goes out as it is: no encoding, no JSON. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Requests for the operation: about a third are as the document asks for, the others have one thing wrong. */
export function requestsOf(operation: Operation): Arbitrary<Plan> {
  const allowed = allowedOf(operation);
  const ways: { weight: number; arbitrary: Arbitrary<Plan> }[] = [
    { weight: 6, arbitrary: allowed },
    { weight: 2, arbitrary: withStrangeHeaders(allowed) },
    { weight: 1, arbitrary: withBrokenQuery(operation, allowed) },
    { weight: 1, arbitrary: withOtherMethod(allowed) },
  ];
  if (Object.keys(operation.bodies).length > 0) {
    ways.push({ weight: 4, arbitrary: withBrokenBody(operation, allowed) });
    ways.push({ weight: 2, arbitrary: withBrokenBytes(operation, allowed) });
  } else {
    ways.push({ weight: 1, arbitrary: withStrangeBody(allowed) });
  }
  if (operation.inPath.length > 0) ways.push({ weight: 2, arbitrary: withBrokenPath(allowed) });
  return fc.oneof(...ways);
}

/** Requests that the document allows, with the right credentials. */
export function allowedOf(operation: Operation): Arbitrary<Plan> {
  const path = fc.record(
    Object.fromEntries(operation.inPath.map(({ name }) => [name, known(poolOfPath(operation.path, name))])),
  );
  const required = operation.inQuery.filter((parameter) => parameter.required).map(({ name }) => name);
  const query = fc.record(
    Object.fromEntries(operation.inQuery.map(({ name, schema }) => [name, inText(schema, name)])),
    {
      requiredKeys: required,
    },
  );
  const bodies = Object.entries(operation.bodies).map(([type, schema]) => bodyOf(type, schema));
  const body = bodies.length === 0 ? fc.constant(undefined) : fc.oneof(...bodies);
  return fc.record({ path, query, body, who: fc.nat(99) }).map(({ path, query, body, who }) => ({
    operation,
    what: 'allowed',
    method: operation.method,
    path,
    // Most cursors belong to another list.
    query: Object.entries(query).filter(([name]) => name !== 'cursor' || who < 15),
    headers: {},
    body,
    credentials: 'right',
    who,
  }));
}

function bodyOf(type: string, schema: Schema): Arbitrary<Plan['body']> {
  if (type === 'application/json') return valueOf(schema).map((value) => ({ type, value }));
  // Anything else is a token, of which the schema only says that it is a text.
  return known('tokens').map((value) => ({ type, value }));
}

/** A value as it stands in a URL. */
function inText(schema: Schema, name: string): Arbitrary<unknown> {
  if (poolOf(name) !== undefined) return known(poolOf(name) ?? 'items');
  return valueOf(schema, name).map((value) => String(value));
}

function withStrangeHeaders(allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const headers = fc.constantFrom<Record<string, string>>(
    { 'idempotency-key': 'one and the same' },
    { 'idempotency-key': 'another' },
    { 'if-none-match': '*' },
    { 'if-none-match': 'W/"0", "\u00e9"' },
    { accept: 'application/xml' },
    { accept: 'text/event-stream' },
    { 'accept-encoding': 'gzip, br, nonsense;q=0' },
    { 'accept-language': 'x'.repeat(4_000) },
    { origin: 'https://elsewhere.example' },
    { range: 'bytes=5-1' },
    { 'x-forwarded-for': "127.0.0.1, '; --" },
    { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': '\u00e9' },
    { 'x-http-method-override': 'DELETE' },
    { cookie: 'a=b; __proto__=c' },
  );
  return fc.tuple(allowed, headers).map(([plan, more]) => ({ ...plan, what: 'strange headers', headers: more }));
}

/** Requests that only the credentials stand against. */
export function withCredentials(operation: Operation, credentials: Credentials): Arbitrary<Plan> {
  return allowedOf(operation).map((plan) => ({ ...plan, what: `${credentials} credentials`, credentials }));
}

function withOtherMethod(allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const methods = fc.constantFrom(
    'GET',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'HEAD',
    'PROPFIND',
    'TRACE',
    'PURGE',
  );
  return fc
    .tuple(allowed, methods)
    .map(([plan, method]) => ({ ...plan, what: 'other method', method, body: undefined }));
}

function withBrokenQuery(operation: Operation, allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const wrong = fc.oneof(
    fc.constant<[string, unknown][]>([['colour', 'red']]),
    fc.constant<[string, unknown][]>([['', new Raw('%ZZ%C3')]]),
    ...operation.inQuery.flatMap(({ name, schema }) => [
      brokenText(schema).map((text): [string, unknown][] => [[name, text]]),
      fc.constant<[string, unknown][]>([
        [name, '1'],
        [name, '2'],
      ]),
    ]),
  );
  return fc.tuple(allowed, wrong).map(([plan, more]) => {
    const names = new Set(more.map(([name]) => name));
    const query = [...plan.query.filter(([name]) => !names.has(name)), ...more];
    return { ...plan, what: 'broken query', query };
  });
}

function brokenText(schema: Schema): Arbitrary<string> {
  const broken = brokenOf(schema).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return fc.oneof(
    broken,
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('', '-1', '1.5', 'x', '\u0000'),
  );
}

function withBrokenPath(allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const wrong: Arbitrary<unknown> = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `~${text}`),
    fc.constantFrom(
      'w-zzzzzz',
      'w-',
      'w-0123456789',
      '0123',
      'nobody',
      'nobody@nowhere.example:1',
      '@',
      'A'.repeat(43),
      '0'.repeat(64),
      'x'.repeat(399),
      'x'.repeat(5_000),
      '👩‍👩‍👧‍👦',
      '../../livez',
      new Raw('%00'),
      new Raw('%ZZ'),
      new Raw('%E0%A4%A'),
      new Raw('%2e%2e%2f'),
      new Raw(';a=b'),
      new Raw(''),
      new Raw('..'),
    ),
  );
  return fc.tuple(allowed, wrong).map(([plan, value]) => {
    const [name] = Object.keys(plan.path);
    return { ...plan, what: 'broken path', path: { ...plan.path, [name ?? '']: value } };
  });
}

function withBrokenBody(operation: Operation, allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const bodies = Object.entries(operation.bodies).flatMap(([type, schema]) =>
    type === 'application/json' ? [brokenOf(schema).map((value) => ({ type, value }))] : [],
  );
  if (bodies.length === 0) return allowed;
  return fc.tuple(allowed, fc.oneof(...bodies)).map(([plan, body]) => ({ ...plan, what: 'broken body', body }));
}

function withBrokenBytes(operation: Operation, allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const [schema] = Object.values(operation.bodies);
  const json = brokenJson(schema).map((text) => ({ type: 'application/json', value: new Raw(text) }));
  const types = fc
    .constantFrom(
      'text/plain',
      'application/xml',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      '',
      ';',
      'é',
    )
    .map((type) => ({ type, value: new Raw('{"a":1}') }));
  const huge = fc.constant({ type: 'application/json', value: new Raw(`{"a":"${'x'.repeat(hugeBytes)}"}`) });
  const bodies = fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 3, arbitrary: types },
    { weight: 1, arbitrary: huge },
  );
  return fc.tuple(allowed, bodies).map(([plan, body]) => ({ ...plan, what: 'broken bytes', body }));
}

/** A body where none is asked for. */
function withStrangeBody(allowed: Arbitrary<Plan>): Arbitrary<Plan> {
  const bodies = fc.constantFrom<Plan['body']>(
    { type: 'application/json', value: { unasked: true } },
    { type: 'application/json', value: new Raw('{') },
    { type: 'text/plain', value: new Raw('unasked') },
  );
  return fc.tuple(allowed, bodies).map(([plan, body]) => ({ ...plan, what: 'strange body', body }));
}

/** The URL of a plan whose parameters have been filled in. */
export function urlOf(plan: Plan): string {
  const path = plan.operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => encoded(plan.path[name]));
  const query = plan.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  return query === '' ? path : `${path}?${query}`;
}

function encoded(value: unknown): string {
  return value instanceof Raw ? value.text : encodeURIComponent(String(value).toWellFormed());
}
