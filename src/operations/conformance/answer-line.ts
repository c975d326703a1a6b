import { isUtf8 } from 'node:buffer';
import { Check } from 'typebox/schema';
import { checkKey } from '../../identity/keys.ts';
import {
  ConformanceRequest,
  KeyRequest,
  ProjectRequest,
  ReputationRequest,
  VerifyRequest,
} from '../../wire/api/conformance.ts';
import type { ConformanceAnswer, KeyAnswer, LineRefused } from '../../wire/api/conformance.ts';
import { computeReputation } from './compute-reputation.ts';
import { projectLogs } from './project-logs.ts';
import { verifyToken } from './verify-token.ts';

/** What there is to ask, and with which members. */
const ops = new Map([
  ['verify', '{op, jws: text, jwk}'],
  ['key', '{op, jwk}'],
  ['project', '{op, logs: {origin: {entries: [{seq, logged_at, jws}, …], checkpoint: text}, …}}'],
  [
    'reputation',
    '{op, roots: [id, …], damping?, combine?, links: [[id, id], …], vouches: [[giver, subject], …], stamps: [{id, author, subject, dimensions}, …]}',
  ],
]);

/** Answers one line of `wasteland conformance` (design section 8). Whatever the line holds, there is an answer. */
export function answerLine(line: Uint8Array): ConformanceAnswer {
  const request = parse(line);
  if (request === undefined) return refused('malformed_json', 'the line is no JSON in UTF-8');
  try {
    return answer(request);
  } catch (error) {
    return refused('internal', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** The answer to a line that is longer than `limit` bytes. */
export function lineTooLong(limit: number): LineRefused {
  return refused('too_large', `a line has at most ${limit} bytes`);
}

/** Requests aren't signed, so this is no strict reading: a text that the strict reader must refuse has to come through. */
function parse(line: Uint8Array): { value: unknown } | undefined {
  if (!isUtf8(line)) return undefined;
  try {
    return { value: JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8')) };
  } catch {
    return undefined;
  }
}

function answer({ value }: { value: unknown }): ConformanceAnswer {
  if (Check(VerifyRequest, value)) return verifyToken(value.jws, value.jwk);
  if (Check(KeyRequest, value)) return mayRegister(value.jwk);
  if (Check(ProjectRequest, value)) return projectLogs(value.logs);
  if (Check(ReputationRequest, value)) return computeReputation(value);
  if (!Check(ConformanceRequest, value)) return refused('invalid_request', 'not an object with a member op');
  const members = ops.get(value.op);
  if (members !== undefined) return refused('invalid_request', `a request of this op is ${members}`);
  const known = [...ops.keys()].join(', ');
  return refused('invalid_request', `no op ${JSON.stringify(value.op.slice(0, 100))}; there are ${known}`);
}

/** May this key stand in an identity document. */
function mayRegister(jwk: unknown): KeyAnswer {
  const checked = checkKey(jwk, { custody: true });
  return checked.ok ? { ok: true } : checked;
}

function refused(code: LineRefused['code'], detail: string): LineRefused {
  return { ok: false, code, detail };
}
