import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { Known } from './known.ts';
import type { Schema } from './operations.ts';
import { valueOf } from './values.ts';

/** Values that a JSON Schema refuses: one that it allows, with one thing wrong. */

/** Bodies beyond what any door takes would only be read and refused. */
export const hugeBytes = 3 * 1024 * 1024;

const strangers: unknown[] = [null, true, 0, -1, 1.5, 1e308, '', 'x', [], {}, [[]], { a: 1 }, ['x', null]];

/** An allowed value with one thing wrong with it, or with something wrong instead of it. */
export function brokenOf(schema: Schema, name = ''): Arbitrary<unknown> {
  const ways: Arbitrary<unknown>[] = [fc.constantFrom(...strangers.filter((value) => !isOf(schema, value)))];
  if (schema.type === 'object') ways.push(...brokenObjects(schema));
  if (schema.type === 'array') ways.push(...brokenLists(schema, name));
  if (schema.type === 'string') ways.push(...brokenTexts(schema));
  if (schema.type === 'integer' || schema.type === 'number') ways.push(...brokenNumbers(schema));
  return fc.oneof(...ways);
}

/** Whether a value has the schema's type: then it isn't surely wrong. */
function isOf(schema: Schema, value: unknown): boolean {
  if (schema.enum !== undefined) return (schema.enum as unknown[]).includes(value);
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

function brokenObjects(schema: Schema): Arbitrary<unknown>[] {
  const allowed = valueOf(schema) as Arbitrary<Record<string, unknown>>;
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required: string[] = schema.required ?? [];
  const ways: Arbitrary<unknown>[] = [];
  if (schema.additionalProperties === false) {
    const strange = fc.constantFrom('colour', 'constructor', 'id', '', '💥', 'Title', 'toString', 'then');
    ways.push(fc.tuple(allowed, strange).map(([value, name]) => ({ ...value, [name]: 'red' })));
  }
  if (required.length > 0) {
    ways.push(
      fc.tuple(allowed, fc.constantFrom(...required)).map(([value, name]) => {
        const { [name]: _missing, ...rest } = value;
        return rest;
      }),
    );
  }
  if (schema.minProperties !== undefined) ways.push(fc.constant({}));
  const breakable = properties.filter(([, member]) => member.type !== undefined || member.enum !== undefined);
  for (const [name, member] of breakable) {
    ways.push(fc.tuple(allowed, brokenOf(member, name)).map(([value, broken]) => ({ ...value, [name]: broken })));
  }
  return ways;
}

function brokenLists(schema: Schema, name: string): Arbitrary<unknown>[] {
  const ways: Arbitrary<unknown>[] = [];
  const item = valueOf(schema.items, name);
  const most: number | undefined = schema.maxItems;
  if (most !== undefined) {
    ways.push(item.map((one) => Array.from({ length: most + 1 }, () => one)));
  }
  if (schema.minItems > 0) ways.push(fc.constant([]));
  if (schema.items.type !== undefined) ways.push(brokenOf(schema.items, name).map((one) => [one]));
  return ways;
}

function brokenTexts(schema: Schema): Arbitrary<unknown>[] {
  const ways: Arbitrary<unknown>[] = [];
  const bytes: number | undefined = schema.maxBytes ?? schema.maxLength;
  if (bytes !== undefined) {
    ways.push(fc.constantFrom('a'.repeat(bytes + 1), 'é'.repeat(bytes + 1), 'x'.repeat(bytes * 10)));
  }
  if (schema.pattern !== undefined || schema.enum !== undefined) {
    const wrong = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom('w-', 'x-zz', '\n', 'İ'));
    const allowed = (text: string): boolean =>
      schema.enum?.includes(text) === true || new RegExp((schema.pattern ?? '^\b') as string).test(text);
    ways.push(wrong.filter((text) => !allowed(text)));
  }
  return ways;
}

function brokenNumbers(schema: Schema): Arbitrary<unknown>[] {
  const wrong: number[] = [0.123456789];
  if (schema.minimum !== undefined) wrong.push(schema.minimum - 1, -Number.MAX_VALUE);
  if (schema.maximum !== undefined) wrong.push(schema.maximum + 1, Number.MAX_VALUE);
  return [fc.constantFrom(...wrong)];
}

/** Bytes that are no JSON, or none that anybody should read. */
export function brokenJson(schema: Schema): Arbitrary<string> {
  const names = Object.keys((schema.properties ?? {}) as object);
  const written = valueOf(schema).map((value) => JSON.stringify(value, (_name, each: unknown) => shown(each)));
  return fc.oneof(
    fc.tuple(written, fc.nat(40)).map(([text, cut]) => text.slice(0, Math.max(1, text.length - 1 - cut))),
    written.map((text) => `${text}}`),
    ...names.flatMap((name) =>
      // Numbers that JSON can write and nobody can keep.
      ['1e999', '[1e999]', '{"a":-1e999}'].map((wrong) =>
        written.map((text) => text.replace(/\}$/, `,${JSON.stringify(name)}:${wrong}}`)),
      ),
    ),
    written.map((text) => `\uFEFF${text}\u0000`),
    written.map((text) => text.replace(/^\{/, '{"__proto__":{"a":1},')),
    written.map((text) => text.replace(/^\{/, '{"constructor":{"prototype":{"a":1}},')),
    fc.constantFrom(
      'NaN',
      '{',
      '}',
      "{'a':1}",
      '{"a":1,}',
      '[1,2',
      '\u0000',
      '"\\ud800"',
      'undefined',
      '💥',
      '['.repeat(100_000),
      '{"a":'.repeat(20_000),
      `"${'x'.repeat(200_000)}"`,
    ),
  );
}

function shown(value: unknown): unknown {
  return value instanceof Known ? value.pool : value;
}
