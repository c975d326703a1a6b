import type { ItemRow } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { judgeEntry } from '../identity/judge.ts';
import type { Token } from '../identity/strict-jws.ts';
import type { Logged } from '../ledger/writer.ts';
import type { LoggedResult } from '../wire/api/event.ts';
import { doorChecks } from './door-checks.ts';
import type { Services } from './ports.ts';
import { placeOf, sizeOf } from './receipts.ts';
import { readInputs } from './submission/read-input.ts';
import type { ActInput, DocumentInput, Input } from './submission/read-input.ts';
import { relayAct } from './submission/relay-act.ts';
import type { Result, Submitted } from './submission/result.ts';
import { itemView } from './views/item.ts';
import { namesOf } from './views/names.ts';

/**
 * Takes signed acts and identity documents, one after the other (design section 8). Documents of this node's rigs are
 * logged alone; others only in front of a later act of that rig which is accepted, all or nothing (protocol.md section 4);
 * acts for another node's log are relayed.
 */
export async function submitEvents(
  services: Services,
  texts: readonly string[],
  options: { invited: boolean },
): Promise<Submitted> {
  const inputs = readInputs(services.reader.state, services.node.id, texts);
  const submission = new Submission(services, inputs, options);
  let together: Promise<void>[] = [];
  for (const index of inputs.keys()) {
    const plain = submission.isPlain(index);
    if (!plain) {
      await Promise.all(together);
      together = [];
    }
    const taken = submission.take(index);
    if (plain) together.push(taken);
    else await taken;
  }
  await Promise.all(together);
  return submission.finish();
}

class Submission {
  readonly #services: Services;
  readonly #inputs: readonly Input[];
  readonly #invited: boolean;
  readonly #results: (Result | undefined)[];
  /** Where the inputs stand that were logged here: shown once it is known which checkpoint covers them all. */
  readonly #places = new Map<number, Logged>();
  /** Documents of visiting rigs, by position, that wait for an act. */
  readonly #waiting = new Map<string, number[]>();
  /** Why the last act with a rig's waiting documents was refused. */
  readonly #refusals = new Map<string, WastelandError>();
  /** Results by hash, and the size of the tree that their proofs are for. */
  readonly #prepared = new Map<string, { size: number; result: LoggedResult }>();
  #checkpoint: string | undefined;
  #logged = false;

  constructor(services: Services, inputs: readonly Input[], { invited }: { invited: boolean }) {
    this.#services = services;
    this.#inputs = inputs;
    this.#invited = invited;
    this.#results = inputs.map(() => undefined);
  }

  /** An act for this log of a rig at home here, with no documents before it: neighbours of that kind keep their order in the
   * writer's queue and share a commit. */
  isPlain(index: number): boolean {
    const input = this.#inputs[index];
    if (input?.kind !== 'act' || input.event.aud !== this.#services.node.id) return false;
    return !this.#waiting.has(input.rig) && this.#services.reader.rigs.rig(input.rig)?.home === this.#services.node.id;
  }

  async take(index: number): Promise<void> {
    const input = this.#inputs[index];
    if (input === undefined) return;
    if (input.kind === 'refused') {
      this.#results[index] = { hash: input.hash, error: input.error };
      return;
    }
    try {
      if (input.kind === 'document') await this.#document(index, input);
      else await this.#act(index, input);
    } catch (error) {
      if (!(error instanceof WastelandError)) throw error;
      this.#results[index] = { hash: input.token.hash, error };
      if (input.kind === 'act') this.#refusals.set(input.rig, error);
    }
  }

  finish(): Submitted {
    for (const [rig, indexes] of this.#waiting) {
      for (const index of indexes) this.#results[index] = this.#lonely(index, rig);
    }
    const checkpoint = this.#checkpoint ?? this.#services.reader.logs.log(this.#services.node.id)?.checkpoint;
    const size = checkpoint === undefined ? 0 : sizeOf(checkpoint);
    const results = this.#results.map((result, index) => {
      const place = this.#places.get(index);
      const shown = place === undefined ? result : this.#shown(place, size);
      if (shown === undefined) throw new Error('a token was left without a result');
      return shown;
    });
    return { results, logged: this.#logged, ...(checkpoint === undefined ? {} : { checkpoint }) };
  }

  async #document(index: number, input: DocumentInput): Promise<void> {
    // Whoever has stolen the node's key would else put another in its place here.
    if (input.rig === this.#services.node.id && !this.#stands(input.token)) {
      throw new WastelandError('forbidden', 'what this node says of itself, only its operator changes');
    }
    const waiting = this.#waiting.get(input.rig);
    // One that follows a document which waits can't stand before it.
    if ((input.atHome && waiting === undefined) || this.#stands(input.token)) return await this.#log([index], []);
    this.#waiting.set(input.rig, [...(waiting ?? []), index]);
  }

  async #act(index: number, input: ActInput): Promise<void> {
    const documents = this.#waiting.get(input.rig) ?? [];
    if (input.event.aud !== this.#services.node.id) {
      const brought = documents.map((each) => this.#inputs[each] as DocumentInput);
      const relayed = await relayAct(this.#services, input, brought);
      this.#results[index] = relayed.act;
      documents.forEach((each, position) => (this.#results[each] = relayed.documents[position]));
    } else {
      const newer = await this.#newerDocuments(input, documents);
      await this.#logAct([...documents, index], newer, input);
    }
    this.#waiting.delete(input.rig);
  }

  /** A stamp on a completion that isn't here: whoever may have it is asked once. */
  async #logAct(indexes: number[], newer: Token[], { event }: ActInput): Promise<void> {
    try {
      await this.#log(indexes, newer);
    } catch (error) {
      const missing = error instanceof WastelandError && error.code === 'unknown_target';
      if (!missing || event.type !== 'stamp.issued') throw error;
      if (!(await this.#services.homes.seek(String(event.body['completion'])))) throw error;
      await this.#log(indexes, newer);
    }
  }

  /** Logs these inputs as one, with further documents of a visiting rig before the last of them. */
  async #log(indexes: number[], newer: Token[]): Promise<void> {
    const own = indexes.map((index) => tokenOf(this.#inputs[index]));
    const tokens = [...own.slice(0, -1), ...newer, ...own.slice(-1)];
    const check = doorChecks(this.#services, tokens, { invited: this.#invited });
    // A rig whose documents come with the act isn't known to readers before the commit.
    const meanwhile = tokens.length === 1 ? this.#prepare.bind(this) : undefined;
    const proposal = { tokens, check, ...(meanwhile && { meanwhile }) };
    const { entries, checkpoint } = await this.#services.writer.propose(proposal);
    this.#checkpoint = checkpoint;
    const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
    indexes.forEach((index, position) => {
      const entry = byHash.get(own[position]?.hash ?? '');
      if (entry === undefined) throw new Error('a proposed token came back without a place');
      this.#logged ||= !entry.repeated;
      this.#places.set(index, entry);
    });
  }

  /**
   * While Dolt commits. Whether an item is ready may hang on another act of that commit, which readers don't see yet. True when this is
   * the whole answer: several results are shown for the checkpoint that covers the last of them.
   */
  #prepare(entries: readonly Logged[], checkpoint: string): boolean {
    const size = sizeOf(checkpoint);
    for (const entry of entries) {
      if ((entry.receipt?.item?.depends_on ?? []).length > 0) continue;
      this.#prepared.set(entry.hash, { size, result: this.#show(entry, size) });
    }
    return this.#inputs.length === 1 && entries.every((entry) => this.#prepared.has(entry.hash));
  }

  /** As it was made ready for the checkpoint that covers all results, else made now. */
  #shown(entry: Logged, size: number): LoggedResult {
    const prepared = this.#prepared.get(entry.hash);
    return prepared?.size === size ? prepared.result : this.#show(entry, size);
  }

  /** With the item as it stands here now, after an ordered act. */
  #show(entry: Logged, size: number): LoggedResult {
    const place = placeOf(this.#services, entry, size);
    const item = entry.receipt?.size === size ? entry.receipt.item : this.#itemOf(entry);
    return item === undefined ? place : { ...place, item: itemView(this.#services, namesOf(this.#services), item) };
  }

  #itemOf({ item }: Logged): ItemRow | undefined {
    return item === null ? undefined : this.#services.reader.items.item(item);
  }

  /** A visiting rig's home may know that it has dropped the key; of an act that stands here already nobody asks. */
  async #newerDocuments({ rig, token }: ActInput, documents: readonly number[]): Promise<Token[]> {
    const identity = this.#services.reader.rigs.rig(rig);
    if (identity === undefined || identity.home === this.#services.node.id || this.#stands(token)) return [];
    const brought = new Set(documents.map((index) => tokenOf(this.#inputs[index]).hash));
    const newer = await this.#services.homes.newerDocuments(rig);
    return newer.filter((document) => !brought.has(document.hash) && !this.#stands(document));
  }

  #stands({ hash }: Token): boolean {
    const { reader, node } = this.#services;
    return reader.state.table('entries').list('hash', hash, node.id).length > 0;
  }

  /** No act came, or none was accepted: then what stands against the act, or the document, or that it is alone. */
  #lonely(index: number, rig: string): Result {
    const token = tokenOf(this.#inputs[index]);
    const error = this.#refusals.get(rig) ?? this.#refusalOf(token) ?? notHome();
    return { hash: token.hash, error };
  }

  /** What this node's log would say of the document itself, where everything that it needs stands there. */
  #refusalOf(token: Token): WastelandError | undefined {
    const { reader, node, clock } = this.#services;
    const seq = (reader.logs.log(node.id)?.seq ?? 0) + 1;
    const { code } = judgeEntry(reader.state, { origin: node.id, seq, logged_at: clock.now(), jws: token.text }).row;
    if (code === 'ok' || code === 'no_predecessor') return undefined;
    return new WastelandError(code, `identity document refused: ${code}`);
  }
}

function tokenOf(input: Input | undefined): Token {
  if (input === undefined || input.kind === 'refused') throw new Error('a refused token has no place');
  return input.token;
}

function notHome(): WastelandError {
  return new WastelandError(
    'not_home',
    "a document of another node's rig is logged here only before an act of that rig",
  );
}
