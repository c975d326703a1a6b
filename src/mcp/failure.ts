import { ClientError } from '../client/client-error.ts';
import { isDiskFull, WastelandError } from '../errors.ts';
import type { ToolFailure } from '../wire/api/tools.ts';

const inside: ToolFailure = {
  code: 'internal',
  detail: 'something went wrong inside; the operator finds it in the log',
};

/** Why a tool refused, in the words and with the code that REST would use. What went wrong inside stays inside. */
export function failureOf(error: unknown): ToolFailure {
  if (error instanceof ClientError) return ofClient(error);
  if (isDiskFull(error)) return { code: 'disk_full', detail: 'the disk of this node is full' };
  if (!(error instanceof WastelandError) || error.code === 'internal') return inside;
  const { code, message, legal, missing } = error;
  return { code, detail: message, ...(legal && { legal }), ...(missing && { missing }) };
}

/** Whether an error is nobody's doing who called. */
export function isInside(error: unknown): boolean {
  return failureOf(error) === inside;
}

function ofClient({ code, message, legal, problem }: ClientError): ToolFailure {
  const { errors, missing } = problem ?? {};
  return { code, detail: message, ...(legal && { legal }), ...(missing && { missing }), ...(errors && { errors }) };
}

/** The same for whoever reads only text. */
export function failureText({ code, detail, legal = [], missing = [], errors = [] }: ToolFailure): string {
  const wrong = errors.map(({ path, message }) => `${path}: ${message}`);
  return [
    `refused (${code}): ${detail}`,
    ...(wrong.length === 0 ? [] : [`wrong: ${wrong.join('; ')}`]),
    ...(legal.length === 0 ? [] : [`legal now: ${legal.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`it would take: ${missing.join('; ')}`]),
  ].join('\n');
}
