import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { addKeywords } from '../operations/schema-keywords.ts';
import { components } from '../wire/api/components.ts';

type Compile = FastifySchemaCompiler<object>;
type Validate = ReturnType<Compile>;

/**
 * Two compilers: query, path and headers are texts and may be coerced, bodies never are. Unknown members are refused, not
 * removed.
 */
export function validators(): Compile {
  const texts = madeAtFirst(() => compilerOf({ coerceTypes: true }));
  const bodies = madeAtFirst(() => compilerOf({ coerceTypes: false }));
  return ({ schema, httpPart }) => {
    const compiled = madeAtFirst(() => (httpPart === 'body' ? bodies() : texts()).compile(schema));
    const validate: Validate = (data) => {
      const check = compiled();
      const result = check(data);
      validate.errors = check.errors ?? null;
      return result;
    };
    return validate;
  };
}

function compilerOf(options: { coerceTypes: boolean }): Ajv {
  const ajv = new Ajv({
    ...options,
    useDefaults: true,
    addUsedSchema: false,
    // Our own schemas are typed by TypeBox: compiling the meta-schema to check them would be most of the work.
    meta: false,
    validateSchema: false,
  });
  return addKeywords(ajv).addSchema([...components]);
}

/** When the first request comes: all routes together would be a good part of a start. */
function madeAtFirst<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
