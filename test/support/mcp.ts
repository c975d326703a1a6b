import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { CallToolResult } from '@modelcontextprotocol/client';
import type { Test } from 'tap';

/** The two versions of the protocol that a client of today may speak. */
export const versions = ['2025-11-25', '2026-07-28'] as const;
export type Version = (typeof versions)[number];

/** An official client that speaks one version, not yet connected. */
export function clientOf(version: Version): Client {
  const mode = version === '2025-11-25' ? 'legacy' : { pin: version };
  return new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
}

/** An official client of the door at a node's URL. */
export async function connect(t: Test, url: string, version: Version, token?: string): Promise<Client> {
  const client = clientOf(version);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  t.teardown(() => client.close());
  return client;
}

/** What a tool gave as text. */
export function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}

/** Calls a tool that must do what it is asked, and gives its structured result. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function called(client: Client, name: string, input: Record<string, unknown> = {}): Promise<any> {
  const result = await client.callTool({ name, arguments: input });
  if (result.isError === true) throw new Error(`${name} refused: ${textOf(result)}`);
  return result.structuredContent;
}

/** Calls a tool that must refuse, and gives why. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function refused(client: Client, name: string, input: Record<string, unknown> = {}): Promise<any> {
  const result = await client.callTool({ name, arguments: input });
  if (result.isError !== true) throw new Error(`${name} was done: ${JSON.stringify(result.structuredContent)}`);
  return { ...(result.structuredContent as object), text: textOf(result) };
}
