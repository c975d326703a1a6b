import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Board } from './board.ts';
import { failureOf, failureText, isInside } from './failure.ts';
import { checkInput } from './schemas/check-input.ts';
import { toolsByName } from './tools/all.ts';

export interface ToolCall {
  name: string;
  arguments?: Record<string, unknown> | undefined;
}

/** Runs one tool. A refusal is a result that says so, which a model can read; only what is no tool is a protocol error. */
export async function callTool(
  board: Board,
  call: ToolCall,
  report: (error: unknown) => void,
): Promise<CallToolResult> {
  const tool = toolsByName.get(call.name);
  if (tool === undefined) {
    const known = [...toolsByName.keys()].join(', ');
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `there is no tool of that name; there are ${known}`);
  }
  try {
    const input = call.arguments ?? {};
    checkInput(tool.input, input);
    const { structured, text } = await tool.run(board, input);
    return { content: [{ type: 'text', text }], structuredContent: { ...structured } };
  } catch (error) {
    if (isInside(error)) report(error);
    const failure = failureOf(error);
    return { content: [{ type: 'text', text: failureText(failure) }], structuredContent: failure, isError: true };
  }
}
