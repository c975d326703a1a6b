import { MemoryState } from '../domain/memory-state.ts';
import { applyEntry } from '../domain/project/apply.ts';
import type { State } from '../domain/state.ts';
import { BoundedCache } from '../identity/bounded-cache.ts';
import { judgeEntry } from '../identity/judge.ts';
import { hashOf, readToken } from '../identity/strict-jws.ts';
import type { Token } from '../identity/strict-jws.ts';
import { PeerClient } from '../net/peer-client.ts';
import type { HomeFinder } from './find-home.ts';
import type { FederationParts } from './parts.ts';

/** A door waits for this question, so it can't take long, in milliseconds. */
const patience = 5_000;

/**
 * Asks the homes of visiting rigs for newer identity documents, since a dropped key acts wherever its end isn't known
 * (design section 7); each rig at most every ten minutes.
 */
export class VisitorDocuments {
  readonly #parts: FederationParts;
  readonly #homes: HomeFinder;
  readonly #asked = new BoundedCache<number>(10_000);

  constructor(parts: FederationParts, homes: HomeFinder) {
    this.#parts = parts;
    this.#homes = homes;
  }

  /** Documents of the rig that our log lacks and would take, predecessors first; empty when its home can't be asked. */
  async newer(rig: string): Promise<Token[]> {
    const { clock, limits, readModel, writer } = this.#parts;
    const home = readModel.reader.state.table('identities').get(rig)?.home;
    if (home === undefined || home === writer.origin) return [];
    const now = clock.now();
    if (now - (this.#asked.get(rig) ?? -Infinity) < limits.refresh) return [];
    this.#asked.set(rig, now);
    const documents = await this.#ask(home, rig);
    return lacking(readModel.reader.state, writer.origin, documents, rig);
  }

  async #ask(home: string, rig: string): Promise<string[]> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), patience);
    try {
      const url = await this.#homes.find(home, limit.signal);
      if (url === undefined) return [];
      const read = await new PeerClient(this.#parts.client, url, limit.signal).identity(rig);
      return read.kind === 'found' ? read.value.documents : [];
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Those that our log would take after what it holds: one that it would refuse must not take the act down with it. */
function lacking(state: State, self: string, documents: readonly string[], rig: string): Token[] {
  const trial = new MemoryState();
  for (const { seq, hash } of state.table('places').list('author', self, rig)) {
    const row = state.table('entries').get(self, seq);
    const document = state.table('documents').get(hash);
    if (row !== undefined && document !== undefined) applyEntry(trial, { row, document });
  }
  const head = state.table('logs').get(self);
  if (head === undefined) return [];
  const tokens: Token[] = [];
  for (const jws of documents) {
    const reading = readToken(jws);
    if (!reading.ok || state.table('places').get(self, hashOf(jws)) !== undefined) continue;
    const seq = head.seq + tokens.length + 1;
    const judgement = judgeEntry(trial, { origin: self, seq, logged_at: head.logged_at, jws });
    if (judgement.row.code !== 'ok' || judgement.document?.id !== rig) continue;
    applyEntry(trial, judgement);
    tokens.push(reading.token);
  }
  return tokens;
}
