import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { known, poolOf } from './known.ts';
import type { Schema } from './operations.ts';

/** Values that a JSON Schema allows: as much of JSON Schema as the doors' requests use, and an error for the rest. */

const understood = new Set([
  '$id',
  '$ref',
  'additionalProperties',
  'anyOf',
  'const',
  'decimals',
  'default',
  'description',
  'enum',
  'format',
  'items',
  'maxBytes',
  'maxCanonicalBytes',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'patternProperties',
  'properties',
  'required',
  'type',
]);

/** A value that the schema allows; `name` is the member's, which says what a text names. */
export function valueOf(schema: Schema, name = ''): Arbitrary<unknown> {
  const strange = Object.keys(schema as object).find((keyword) => !understood.has(keyword));
  if (strange !== undefined) throw new Error(`no values are made for the keyword ${strange}`);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as unknown[]));
  if (schema.anyOf !== undefined) return fc.oneof(...(schema.anyOf as Schema[]).map((one) => valueOf(one, name)));
  switch (schema.type) {
    case 'string':
      return textOf(schema, name);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 });
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(schema, name);
    case 'object':
      return objectOf(schema);
    case undefined:
      return anyJson();
    default:
      throw new Error(`no values are made for the type ${String(schema.type)}`);
  }
}

function textOf(schema: Schema, name: string): Arbitrary<unknown> {
  const pool = poolOf(name);
  if (pool !== undefined) return known(pool);
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern as string));
  const bytes: number = schema.maxBytes ?? schema.maxLength ?? 200;
  const minLength: number = schema.minLength ?? 0;
  const fits = (text: string): boolean => Buffer.byteLength(text) <= bytes && text.length >= minLength;
  const short = { minLength, maxLength: Math.min(Math.max(Math.floor(bytes / 4), 1), 60) };
  return fc.oneof(
    fc.string({ unit: 'grapheme-ascii', ...short }),
    fc.string({ unit: 'grapheme', ...short }).filter(fits),
    // Every code point, NUL and the unassigned ones too.
    fc.string({ unit: 'binary', ...short }).filter(fits),
    fc.constantFrom(...oddTexts.filter(fits)),
    fc.constant('é'.repeat(Math.floor(bytes / 2))),
  );
}

/** Texts that have broken something somewhere. */
const oddTexts = [
  'x',
  '\u0000',
  '\ud83d half a pair',
  '\u202Eevil\u202C',
  'Z\u0351\u0343\u0306a\u0334lgo',
  '👩‍👩‍👧‍👦',
  '\uFEFFbom',
  '\uFFFD\uFFFF',
  "'; DROP TABLE events; --",
  '" OR ""="',
  '%s%n%00',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'NULL',
  '\\',
  '*',
  '"',
  'a'.repeat(60),
];

function numberOf(schema: Schema): Arbitrary<number> {
  const { minimum = -1000, maximum = 1000, multipleOf, decimals } = schema as Record<string, number>;
  if (minimum === undefined || maximum === undefined) throw new Error('a number without bounds');
  const step = multipleOf ?? (decimals === undefined ? undefined : 10 ** -decimals);
  if (step === undefined) return fc.double({ min: minimum, max: maximum, noNaN: true });
  const places = Math.max(0, Math.ceil(-Math.log10(step)));
  const range = { min: Math.ceil(minimum / step), max: Math.floor(maximum / step) };
  return fc.integer(range).map((count) => Number((count * step).toFixed(places)));
}

function listOf(schema: Schema, name: string): Arbitrary<unknown[]> {
  const minLength: number = schema.minItems ?? 0;
  const most: number = schema.maxItems ?? 8;
  const item = valueOf(schema.items, name);
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(item, { minLength, maxLength: Math.min(most, minLength + 3) }) },
    { weight: 1, arbitrary: fc.array(item, { minLength: Math.min(most, 16), maxLength: Math.min(most, 16) }) },
  );
}

/** Any JSON but for the one name that no door reads. */
function anyJson(): Arbitrary<unknown> {
  return fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
}

function objectOf(schema: Schema): Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required: string[] = schema.required ?? [];
  const members = Object.fromEntries(properties.map(([name, member]) => [name, valueOf(member, name)]));
  const named = fc.record(members, { requiredKeys: required });
  if (schema.additionalProperties === false) {
    const least: number = schema.minProperties ?? 0;
    return named.filter((value) => Object.keys(value).length >= least);
  }
  const json = anyJson();
  const any = fc.oneof({ weight: 5, arbitrary: json }, { weight: 1, arbitrary: fc.constantFrom(...oddTexts) });
  // No door takes these names, whatever a schema says: fast-check likes to give them.
  const name = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => text !== '__proto__' && text !== 'constructor');
  const free = fc.dictionary(name, any, { maxKeys: 4 });
  return fc.tuple(free, named).map(([more, value]) => ({ ...more, ...value }));
}
