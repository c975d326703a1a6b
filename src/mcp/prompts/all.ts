import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { GetPromptResult, Prompt as ListedPrompt } from '@modelcontextprotocol/server';
import { doWork } from './do-work.ts';
import { reviewCompletion } from './review-completion.ts';

const prompts = [doWork, reviewCompletion];

/** All prompts as `prompts/list` gives them. */
export const listedPrompts: ListedPrompt[] = prompts.map(({ text: _text, ...prompt }) => prompt);

/** A prompt, filled in. */
export function getPrompt(name: string, given: Record<string, string> = {}): GetPromptResult {
  const prompt = prompts.find((each) => each.name === name);
  if (prompt === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'there is no prompt of that name');
  const missing = prompt.arguments.find((each) => each.required && given[each.name] === undefined);
  if (missing !== undefined) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `the argument ${missing.name} is needed`);
  }
  const text = prompt.text(given);
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}
