import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import { doorCodes } from '../../../src/errors.ts';
import { addKeywords } from '../../../src/identity/schemas.ts';
import { documentCodes, eventCodes, ignoredCodes, keyCodes, pendingCodes, textCodes } from '../../../src/wire/codes.ts';
import type { OpenApi, Operation, Schema } from './operations.ts';

/** What an OpenAPI document promises of answers, held against the answers. */

export interface Given {
  status: number;
  type: string;
  text: string;
}

const closedList: ReadonlySet<string> = new Set([
  ...doorCodes,
  ...textCodes,
  ...keyCodes,
  ...eventCodes,
  ...documentCodes,
  'key_not_in_force',
  ...ignoredCodes,
  ...pendingCodes,
]);

export class Contract {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<Schema, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    addKeywords(this.#ajv);
    this.#ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      this.#ajv.addSchema(closed(schema) as object, name);
    }
  }

  /** Whether a request's body is as the document asks for. */
  allows(operation: Operation, type: string, body: unknown): boolean {
    const schema: Schema = operation.bodies[type];
    return schema !== undefined && this.#validator(schema, schema)(body) === true;
  }

  /** Everything in an answer that the document doesn't promise. */
  broken(operation: Operation, given: Given): string[] {
    const promised = operation.responses[String(given.status)];
    if (promised === undefined) return [`status ${given.status} isn't documented`];
    const contents = Object.entries(promised.content ?? {});
    if (contents.length === 0) return given.text === '' ? [] : ['a body where none is promised'];
    const [type = '', content] = contents.find(([each]) => each === given.type.split(';')[0]) ?? [];
    if (content === undefined) return [`content type ${given.type}`];
    const body: unknown = /[/+]json$/.test(type) ? parsed(given.text) : given.text;
    const validate = this.#validator(content.schema, closed(content.schema));
    const wrong = validate(body) === true ? [] : [this.#ajv.errorsText(validate.errors)];
    if (type !== 'application/problem+json') return wrong;
    return [...wrong, ...brokenProblem(body, given.status, promised.description)];
  }

  /** Compiled once: `told` is the schema as it stands in the document. */
  #validator(told: Schema, schema: Schema): ValidateFunction {
    const known = this.#compiled.get(told);
    if (known !== undefined) return known;
    const compiled = this.#ajv.compile(schema as object);
    this.#compiled.set(told, compiled);
    return compiled;
  }
}

/** A problem says its status, and one of the codes that the document names for it. */
export function brokenProblem(body: unknown, status: number, codes?: string): string[] {
  const { code, status: said } = (body ?? {}) as { code?: string; status?: number };
  const wrong: string[] = [];
  if (said !== status) wrong.push(`a problem with status ${said}`);
  if (!closedList.has(code ?? '')) wrong.push(`code ${code} isn't in the closed list`);
  if (codes !== undefined && !codes.split(', ').includes(code ?? '')) wrong.push(`code ${code} isn't documented`);
  return wrong;
}

/** The JSON of a text, or the text where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The schema with every object closed that doesn't say it is open: an answer with more than is told is wrong too. */
function closed(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema as Record<string, Schema>).map(([name, member]): [string, Schema] => {
    if (name === '$ref') return [name, (member as string).replace('#/components/schemas/', '')];
    if (name === 'properties' || name === 'patternProperties') {
      return [name, Object.fromEntries(Object.entries(member as object).map(([each, value]) => [each, closed(value)]))];
    }
    return [name, name === 'enum' || name === 'const' || name === 'default' ? member : closed(member)];
  });
  const open = schema.properties === undefined || schema.additionalProperties !== undefined;
  return Object.fromEntries(open ? members : [...members, ['additionalProperties', false]]);
}
