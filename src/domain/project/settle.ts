import type { EventType } from '../../wire/event.ts';
import { regroup } from '../ownership.ts';
import type { EntryRow, IdentityRow, State } from '../state.ts';
import { judgeSetAct } from '../verdicts.ts';
import type { Act } from '../verdicts.ts';
import { identityOf } from './documents.ts';
import { markChanged } from './published.ts';
import { settleComment, settleCounting, settleLink, settleStamp, settleVouch } from './set-acts.ts';

/**
 * One settling of the layers after something new (protocol.md section 5): what became dirty is judged again, layer by
 * layer. No layer looks back, so one pass is enough, and what comes out is what a rebuild would give.
 */
export class Settling {
  readonly #state: State;
  readonly #links = new Map<string, Act>();
  readonly #regroup = new Set<string>();
  readonly #statements = new Map<string, Act>();
  readonly #takings = new Map<string, Act>();
  readonly #counting = new Map<string, { completion: string; author: string }>();
  /** Entries whose verdict changed, as they were. */
  readonly #changed: EntryRow[] = [];

  constructor(state: State) {
    this.#state = state;
  }

  /** A set act whose verdict may have changed, or that is new. */
  addAct(entry: EntryRow): void {
    if (entry.type === null || entry.author === null) return;
    const layer = this.#layerOf(entry.type as EventType);
    layer?.set(`${entry.origin} ${entry.seq}`, entry as Act);
  }

  /** Something that acts may have named before it was here, or that they judge differently now. */
  addTarget(id: string): void {
    for (const entry of this.#state.table('entries').list('target', id)) this.addAct(entry);
  }

  /** A document of this identity was placed in a log. */
  addIdentity(id: string): void {
    const identities = this.#state.table('identities');
    const before = identities.get(id);
    const after = identityOf(this.#state, id);
    if (after === undefined || same(before, after)) return;
    identities.put(after);
    markChanged(this.#state, 'rigs', id);
    if (before === undefined) this.addTarget(id);
    if (before?.owner !== after.owner) this.#addOwners(before, after);
    if (before !== undefined && same(before.reach, after.reach)) return;
    for (const entry of this.#state.table('entries').list('author', id)) this.addAct(entry);
  }

  /** Judges all that is dirty, in the order of the layers; gives the acts whose verdict changed, as they were. */
  run(): EntryRow[] {
    this.#settleLinks();
    this.#settleGroups();
    this.#settleStatements();
    this.#settleTakings();
    for (const { completion, author } of this.#counting.values()) settleCounting(this.#state, completion, author);
    return this.#changed;
  }

  #layerOf(type: EventType): Map<string, Act> | undefined {
    switch (type) {
      case 'rig.linked':
        return this.#links;
      case 'stamp.issued':
      case 'vouch.given':
      case 'comment.posted':
        return this.#statements;
      case 'stamp.revoked':
      case 'vouch.withdrawn':
      case 'comment.withdrawn':
        return this.#takings;
      default:
        return undefined;
    }
  }

  #addOwners(before: IdentityRow | undefined, after: IdentityRow): void {
    this.#regroup.add(after.id);
    for (const owner of [before?.owner, after.owner]) {
      if (owner !== null && owner !== undefined) this.#regroup.add(owner);
    }
  }

  /** Judges an act again and keeps its verdict. */
  #judge(act: Act): Act {
    const code = judgeSetAct(this.#state, act);
    const judged = { ...act, code };
    if (code === act.code) return judged;
    this.#state.table('entries').put(judged);
    this.#changed.push(act);
    return judged;
  }

  #settleLinks(): void {
    for (const link of this.#links.values()) {
      const { author, target } = this.#judge(link);
      if (target === null || !settleLink(this.#state, author, target)) continue;
      this.#regroup.add(author);
      this.#regroup.add(target);
    }
  }

  #settleGroups(): void {
    for (const rig of regroup(this.#state, this.#regroup)) {
      const entries = this.#state.table('entries');
      for (const entry of entries.list('author', rig, 'stamp.issued')) this.addAct(entry);
      for (const entry of entries.list('subject', rig)) this.addAct(entry);
    }
  }

  #settleStatements(): void {
    for (const statement of this.#statements.values()) {
      const act = this.#judge(statement);
      if (act.type === 'vouch.given') settleVouch(this.#state, act);
      else if (act.type === 'comment.posted') settleComment(this.#state, act);
      else {
        settleStamp(this.#state, act);
        this.#addCounting(act.target ?? '', act.author);
      }
    }
  }

  #settleTakings(): void {
    for (const taking of this.#takings.values()) {
      const { target } = this.#judge(taking);
      const made = target === null ? undefined : this.#state.table('entries').list('made', target)[0];
      if (made === undefined) continue;
      const act = made as Act;
      if (act.type === 'vouch.given') settleVouch(this.#state, act);
      else if (act.type === 'comment.posted') settleComment(this.#state, act);
      else {
        settleStamp(this.#state, act);
        this.#addCounting(act.target ?? '', act.author);
      }
    }
  }

  #addCounting(completion: string, author: string): void {
    this.#counting.set(`${completion} ${author}`, { completion, author });
  }
}

/** Rows are plain data whose members always come in one order. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
