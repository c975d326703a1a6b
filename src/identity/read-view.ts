import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { isView } from './schemas.ts';
import { readToken } from './strict-jws.ts';
import type { Token } from './strict-jws.ts';
import { verifySignature } from './verify.ts';
import { typs } from '../wire/header.ts';
import type { View } from '../wire/view.ts';

/** A view that has been read; nothing says yet that its signature holds. */
export interface ReadView {
  view: View;
  token: Token;
}

/** Reads a view, bare or as a node answers with it; refused with the code of what is wrong with its text. */
export function readView(text: string): ReadView {
  const reading = readToken(tokenIn(text.trim()));
  if (!reading.ok) throw new WastelandError(reading.code, 'this is not a signed view');
  const { token } = reading;
  if (token.typ !== typs.view) throw new WastelandError('wrong_typ', `this is a ${token.typ} and no view`);
  const payload: unknown = token.payload;
  if (!isView(payload)) throw new WastelandError('schema', "the view isn't as FEDERATION.md says");
  return { view: payload, token };
}

function tokenIn(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { view } = JSON.parse(text) as { view?: unknown };
    return typeof view === 'string' ? view : text;
  } catch {
    return text;
  }
}

/** Whether a key that the node has in force in this state signed it. */
export function isSignedBy({ view, token }: ReadView, state: State): boolean {
  const identity = state.table('identities').get(view.iss);
  if (identity?.keys.includes(token.kid) !== true) return false;
  const x = state.table('documents').get(identity.tip)?.keys[token.kid]?.x;
  return x !== undefined && verifySignature(token, x);
}
