/** Operations as an OpenAPI 3.1 document tells them. */

/** A JSON Schema; a test looks at whatever members it has. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Schema = any;

export interface Parameter {
  name: string;
  required: boolean;
  schema: Schema;
}

export interface Answered {
  description: string;
  content?: Record<string, { schema: Schema }>;
}

export interface Operation {
  /** `POST /v1/wanted/{id}/claim` */
  name: string;
  method: string;
  path: string;
  inPath: Parameter[];
  inQuery: Parameter[];
  /** By content type. */
  bodies: Record<string, Schema>;
  /** Whose token opens it; empty where none is asked for. */
  security: string[];
  responses: Record<string, Answered>;
}

export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Schema>>;
  components: { schemas: Record<string, Schema> };
}

/** Every operation of the document. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, told]): Operation => {
      const parameters: (Parameter & { in: string })[] = told.parameters ?? [];
      const content: Record<string, { schema: Schema }> = told.requestBody?.content ?? {};
      const schemes: object[] = told.security ?? [];
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        inPath: parameters.filter((parameter) => parameter.in === 'path'),
        inQuery: parameters.filter((parameter) => parameter.in === 'query'),
        bodies: Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema])),
        security: schemes.flatMap((scheme) => Object.keys(scheme)),
        responses: told.responses,
      };
    }),
  );
}
