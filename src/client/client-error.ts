import type { Problem } from './api.ts';

/** Three ways in which something can fail, which callers treat differently. */
export type ClientFailure =
  /** Refused, by the node in a problem document or here before anything was sent: it was not done. */
  | 'refused'
  /** No answer, none in time, or an error of the node itself: whether it did what was asked isn't known. */
  | 'unreachable'
  /** Something answered that doesn't speak this protocol. */
  | 'not_a_node';

/** What went wrong with a request to a node. `code` is stable; the message is for people. */
export class ClientError extends Error {
  readonly kind: ClientFailure;
  readonly code: string;
  /** The problem document, where there is one. */
  readonly problem: Problem | undefined;
  /** Event types that would be legal now. */
  readonly legal: string[] | undefined;

  constructor(kind: ClientFailure, message: string, options: { problem?: Problem; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ClientError';
    this.kind = kind;
    this.problem = options.problem;
    this.code = options.problem?.code ?? kind;
    this.legal = options.problem?.legal;
  }
}

/** The error that a problem document stands for. */
export function refusal(problem: Problem): ClientError {
  return new ClientError(problem.status >= 500 ? 'unreachable' : 'refused', problem.detail ?? problem.title, {
    problem,
  });
}

/** Whether a JSON answer is a problem document. */
export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'title' in body
  );
}
