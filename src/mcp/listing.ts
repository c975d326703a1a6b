import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import type { TSchema } from 'typebox';
import { ToolFailure } from '../wire/api/tools.ts';
import { standalone } from './schemas/standalone.ts';
import type { JsonSchema } from './schemas/standalone.ts';
import type { Tool } from './tool.ts';
import { tools } from './tools/all.ts';

let listed: ListedTool[] | undefined;

/** All tools as `tools/list` gives them, made at the first call. */
export function listedTools(): ListedTool[] {
  return (listed ??= tools.map(listedTool));
}

function listedTool({ name, title, description, input, output, hints }: Tool): ListedTool {
  return {
    name,
    title,
    description,
    inputSchema: { ...standalone(input), type: 'object' },
    outputSchema: answerOf(output),
    annotations: { title, ...hints },
  };
}

/** What a tool answers, or why it refused: clients hold either against the one schema. */
function answerOf(output: TSchema): JsonSchema & { type: 'object' } {
  const { $defs = {}, ...done } = standalone(output);
  const { $defs: more = {}, ...failed } = standalone(ToolFailure);
  return { type: 'object', anyOf: [done, failed], $defs: { ...($defs as JsonSchema), ...(more as JsonSchema) } };
}
