import { setImmediate as breathe } from 'node:timers/promises';

/** Turns of the event loop that bring no further act, after which nobody is waited for: about a tenth of a millisecond. */
const quietTurns = 10;

/** What there is to be written, as it grows. */
export interface Gathered {
  waiting: number;
  /** Whether no more have room in one commit. */
  full: boolean;
}

/**
 * Keeps acts together that came together. Callers who are answered at once act again at once, and one commit of thirty acts
 * costs Dolt half of what two of fifteen cost. Whoever acts alone is never kept waiting.
 */
export class Company {
  #acts = 0;

  /** Whether acts come several at a time. */
  get several(): boolean {
    return this.#acts > 1;
  }

  /** Told after each batch how many acts were in it or came meanwhile. */
  met(acts: number): void {
    this.#acts = acts;
  }

  /** Resolves, when several come at a time, once no further one does. */
  async gather(gathered: () => Gathered): Promise<void> {
    if (!this.several) return;
    let before = gathered();
    for (let quiet = 0; quiet < quietTurns && !before.full;) {
      await breathe();
      const now = gathered();
      quiet = now.waiting > before.waiting ? 0 : quiet + 1;
      before = now;
    }
  }
}
