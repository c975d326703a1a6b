import { Contract } from './fuzz/answers.ts';
import type { OpenApi, Operation } from './fuzz/operations.ts';
import type { HttpNode } from './http-node.ts';

/** What of a value isn't as a named schema of the node's OpenAPI document promises; nothing more than it tells may be there. */
export async function componentCheck(node: HttpNode, name: string): Promise<(value: unknown) => string[]> {
  const contract = new Contract((await node.get('/openapi.json')).body as OpenApi);
  const schema = { $ref: `#/components/schemas/${name}` };
  const responses = { '200': { description: name, content: { 'application/json': { schema } } } };
  const operation = { responses } as unknown as Operation;
  return (value) => contract.broken(operation, { status: 200, type: 'application/json', text: JSON.stringify(value) });
}
