import { randomBytes } from 'node:crypto';
import type { Failed } from './filled.ts';

/** What was typed while a session ended: it waits for whoever signs in again. */
const waiting = new Map<string, { failed: Failed; at: number }>();
/** Drafts of strangers fill memory: so many, the oldest go first. */
const most = 500;
/** Milliseconds. */
const lifetime = 30 * 60_000;

/** Keeps a form and gives the word that brings it back, once. */
export function keepDraft(failed: Failed, now: number): string {
  const [oldest] = waiting.keys();
  if (waiting.size >= most && oldest !== undefined) waiting.delete(oldest);
  const word = randomBytes(16).toString('base64url');
  waiting.set(word, { failed, at: now });
  return word;
}

/** The form that this word brings back. */
export function takeDraft(word: string, now: number): Failed | undefined {
  const draft = waiting.get(word);
  waiting.delete(word);
  return draft === undefined || now - draft.at > lifetime ? undefined : draft.failed;
}
