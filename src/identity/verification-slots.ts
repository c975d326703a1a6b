import { signatureLength } from './verify.ts';
import type { Signed } from './verify.ts';

/** A power of two, so that places go round without a gap. */
const slotCount = 512;
const slotBytes = 4_096;
const xLength = 43;

/** Where a slot has what; it begins with the length of the text. */
const xStart = Uint32Array.BYTES_PER_ELEMENT;
const signatureStart = xStart + xLength;
const textStart = signatureStart + signatureLength;

/** Which number of the memory says what. */
const placed = 0;
const next = 1;
const firstWord = 2;

/** How a verification stands: the last two bits of its slot's word. The 30 before them are the last of its place. */
const stands = { open: 1, valid: 2, invalid: 3 } as const;

/** A verification that has a slot. */
export interface Begun {
  /** Undefined as long as nobody knows it, and for good when the slot was used again before anybody asked. */
  readonly result: boolean | undefined;
  /** Spares whoever has not begun it yet. */
  tell(result: boolean): void;
}

/** One to be verified: `text` is the signing input, and stays as it is until the result is told. */
export interface OpenVerification {
  text: Buffer;
  signature: Buffer;
  x: string;
  tell(result: boolean): void;
}

/**
 * Verifications in memory that two threads share: one gives them a place, the other takes them in that order. A word names the
 * place that it is about, so a result that comes late is never taken for that of the next one in the same slot.
 */
export class VerificationSlots {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #bytes: Buffer;

  constructor(memory?: SharedArrayBuffer) {
    const numbers = firstWord + slotCount;
    const start = numbers * Int32Array.BYTES_PER_ELEMENT;
    this.memory = memory ?? new SharedArrayBuffer(start + slotCount * slotBytes);
    this.#numbers = new Int32Array(this.memory, 0, numbers);
    this.#bytes = Buffer.from(this.memory, start);
  }

  /** Undefined when no slot is free, or what is to be verified doesn't fit into one. */
  place({ signingInput, signature }: Signed, x: string): Begun | undefined {
    const fits = signingInput.length <= slotBytes - textStart && signature.length === signatureLength;
    const place = Atomics.load(this.#numbers, placed);
    if (!fits || x.length !== xLength || (this.#word(place) & 3) === stands.open) return undefined;
    const slot = this.#slot(place);
    slot.writeUInt32LE(signingInput.length);
    slot.write(x, xStart, 'latin1');
    slot.set(signature, signatureStart);
    slot.write(signingInput, textStart, 'latin1');
    Atomics.store(this.#numbers, wordOf(place), wordFor(place, stands.open));
    Atomics.store(this.#numbers, placed, after(place));
    Atomics.notify(this.#numbers, placed);
    const word = (): number => this.#word(place);
    return {
      get result() {
        const now = word();
        if (now === wordFor(place, stands.valid)) return true;
        return now === wordFor(place, stands.invalid) ? false : undefined;
      },
      tell: (result) => this.#tell(place, result),
    };
  }

  /** The next one whose result nobody knows; blocks this thread until there is one. */
  take(): OpenVerification {
    for (;;) {
      const place = Atomics.load(this.#numbers, next);
      if (place === Atomics.load(this.#numbers, placed)) {
        Atomics.wait(this.#numbers, placed, place);
        continue;
      }
      Atomics.store(this.#numbers, next, after(place));
      if (this.#word(place) === wordFor(place, stands.open)) return this.#read(place);
    }
  }

  #read(place: number): OpenVerification {
    const slot = this.#slot(place);
    const text = slot.subarray(textStart, textStart + slot.readUInt32LE());
    const signature = slot.subarray(signatureStart, textStart);
    const x = slot.toString('latin1', xStart, signatureStart);
    return { text, signature, x, tell: (result) => this.#tell(place, result) };
  }

  #tell(place: number, result: boolean): void {
    const told = wordFor(place, result ? stands.valid : stands.invalid);
    Atomics.compareExchange(this.#numbers, wordOf(place), wordFor(place, stands.open), told);
  }

  #word(place: number): number {
    return Atomics.load(this.#numbers, wordOf(place));
  }

  #slot(place: number): Buffer {
    const start = (place & (slotCount - 1)) * slotBytes;
    return this.#bytes.subarray(start, start + slotBytes);
  }
}

/** Places are 32-bit integers and begin again from the smallest after the largest. */
function after(place: number): number {
  return (place + 1) | 0;
}

function wordOf(place: number): number {
  return firstWord + (place & (slotCount - 1));
}

function wordFor(place: number, stand: number): number {
  return (place << 2) | stand;
}
