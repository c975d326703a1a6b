import { generateKey, newRig, signAct } from '../../src/client/index.ts';
import type { Beginning, Bodies, EventType, LocalRig, PrivateKey } from '../../src/client/index.ts';

/** A rig with a key of its own, as an agent that signs by itself has it. */
export class OwnKeyRig {
  readonly local: LocalRig;
  readonly document: string;

  private constructor(local: LocalRig) {
    this.local = local;
    this.document = local.documents[0] ?? '';
  }

  /** Makes a key and document 0, with other members where some are given; nothing is registered yet. */
  static async make(home: string, handle: string, members: Partial<Beginning> = {}): Promise<OwnKeyRig> {
    const beginning = { kind: 'human' as const, handle, home, ...members };
    return new OwnKeyRig(await newRig(beginning, await generateKey(), Date.now()));
  }

  get id(): string {
    return this.local.id;
  }

  get home(): string {
    return this.local.home;
  }

  get key(): PrivateKey {
    return this.local.key;
  }

  /** Signs an act for the log of `aud`, its home unless another is named. */
  sign<T extends EventType>(type: T, body: Bodies[T], aud = this.home): Promise<string> {
    return signAct(this.local, { type, body, aud }, Date.now());
  }
}
