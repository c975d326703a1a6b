import type { SignatureCheck } from '../identity/judge.ts';
import type { Token } from '../identity/strict-jws.ts';
import { isOrdered } from '../wire/event.ts';
import type { EventType } from '../wire/event.ts';
import { typs } from '../wire/header.ts';
import type { Signatures } from './signatures.ts';

/** A signature that a batch was judged by doesn't hold: the batch has to be judged again. */
export class AssumptionFailed extends Error {
  constructor() {
    super('a signature that was assumed to hold does not');
    this.name = 'AssumptionFailed';
  }
}

/**
 * Signatures as one batch is judged by them: what a thread is still verifying counts as valid, so that the judging doesn't wait for
 * it. Nothing that was judged so may leave the turn before `confirm`.
 */
export class Assumptions {
  readonly #signatures: Signatures;
  readonly #assumed: { token: Token; x: string }[] = [];

  constructor(signatures: Signatures) {
    this.#signatures = signatures;
  }

  readonly valid: SignatureCheck = (token, x) => {
    if (!changesOneItem(token) || !this.#signatures.underWay(token, x)) return this.#signatures.valid(token, x);
    this.#assumed.push({ token, x });
    return true;
  };

  /**
   * Throws `AssumptionFailed` unless every one holds. What isn't known yet is verified here, from the last on: the thread comes
   * from the other side.
   */
  confirm(): void {
    const failed = this.#assumed.toReversed().filter(({ token, x }) => !this.#signatures.valid(token, x));
    if (failed.length > 0) throw new AssumptionFailed();
  }
}

/** From a document, a link or a vouch much may follow: a stranger may not have that worked out by a signature that doesn't hold. */
function changesOneItem({ typ, payload }: Token): boolean {
  return typ === typs.event && isOrdered(payload.type as EventType);
}
