import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import { WastelandError } from '../../errors.ts';
import { addKeywords } from '../../operations/schema-keywords.ts';

/** As REST holds bodies: unknown members are refused, nothing is coerced. */
const ajv = addKeywords(
  new Ajv({ strict: true, useDefaults: true, allErrors: false, meta: false, validateSchema: false }),
);
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** Refuses what isn't as a contract says: `invalid_request`, with the member and what is wrong with it. */
export function checkInput(contract: TSchema, input: unknown): void {
  const validate = compiled.get(contract) ?? ajv.compile(contract);
  compiled.set(contract, validate);
  if (validate(input)) return;
  const [error] = validate.errors ?? [];
  const unknown = (error?.params as { additionalProperty?: string } | undefined)?.additionalProperty;
  const what = unknown === undefined ? (error?.message ?? 'is wrong') : `unknown member ${JSON.stringify(unknown)}`;
  throw new WastelandError('invalid_request', `/arguments${error?.instancePath ?? ''}: ${what}`);
}
