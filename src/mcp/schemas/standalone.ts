import type { TSchema } from 'typebox';
import { components } from '../../wire/api/components.ts';

/** JSON Schema without anything that only this node knows. */
export type JsonSchema = Record<string, unknown>;

const byName = new Map(components.map((schema) => [(schema as { $id?: string }).$id ?? '', schema]));

/**
 * A contract as a client reads it, whole in itself: the components that it names stand under `$defs`, and of the keywords of
 * our own `maxBytes` becomes the `maxLength` that follows from it. The door holds inputs against the exact contract.
 */
export function standalone(contract: TSchema): JsonSchema {
  const named = new Set<string>();
  const root = plain(copyOf(contract), named) as JsonSchema;
  const definitions: JsonSchema = {};
  // The set grows while it is walked: components name others.
  for (const name of named) {
    const component = byName.get(name);
    if (component === undefined) throw new TypeError(`no component is called ${name}`);
    definitions[name] = plain(copyOf(component), named);
  }
  return named.size === 0 ? root : { ...root, $defs: definitions };
}

function copyOf(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema)) as unknown;
}

function plain(part: unknown, named: Set<string>): unknown {
  if (Array.isArray(part)) return part.map((each) => plain(each, named));
  if (typeof part !== 'object' || part === null) return part;
  const { $id: _id, maxBytes, decimals: _decimals, maxCanonicalBytes: _canonical, ...rest } = part as JsonSchema;
  const members = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, plain(member, named)]));
  if (typeof members['$ref'] === 'string') {
    named.add(members['$ref']);
    members['$ref'] = `#/$defs/${members['$ref']}`;
  }
  return maxBytes === undefined ? members : { ...members, maxLength: maxBytes };
}
