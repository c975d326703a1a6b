import ajvCompiler from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler } from 'fastify';
import { addKeywords } from '../operations/schema-keywords.ts';

/** Our own schemas are typed by TypeBox: compiling the meta-schema to check them would be most of a start. */
const trusted = { meta: false, validateSchema: false } as const;

type Pool = Parameters<ReturnType<typeof ajvCompiler>>[0];
type Compile = FastifySchemaCompiler<unknown>;

/**
 * Two compilers: query, path and headers are texts and may be coerced, bodies never are. Unknown members are refused, not
 * removed.
 */
export function buildValidator(schemas: unknown): Compile {
  const factory = ajvCompiler();
  const compiler = (coerceTypes: boolean): Compile => {
    const customOptions = {
      removeAdditional: false,
      useDefaults: true,
      coerceTypes,
      allErrors: false,
      ...trusted,
    } as const;
    const plugins = [(ajv: unknown) => addKeywords(ajv as Parameters<typeof addKeywords>[0])];
    return factory(schemas as Pool, { customOptions, plugins: plugins });
  };
  const bodies = compiler(false);
  const texts = compiler(true);
  return (route) => compiledAtFirst(() => (route.httpPart === 'body' ? bodies(route) : texts(route)));
}

type Validate = ReturnType<Compile>;

/** Compiles when the first request comes: all routes together would be a good part of a start. */
function compiledAtFirst(compile: () => Validate): Validate {
  let compiled: Validate | undefined;
  const validate: Validate = (data) => {
    compiled ??= compile();
    const result = compiled(data);
    validate.errors = compiled.errors ?? null;
    return result;
  };
  return validate;
}
