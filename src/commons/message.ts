import { projectionVersion } from '../domain/project/version.ts';
import type { EntryRow } from '../domain/state.ts';
import { vectorLine } from '../domain/vector.ts';
import type { Vector } from '../domain/vector.ts';
import type { Reader } from '../readmodel/reader.ts';

/** Acts in the words of `wl`, whose log readers know. */
const verbs: Record<string, string> = {
  identity: 'register',
  'wanted.posted': 'post',
  'wanted.updated': 'update',
  'wanted.withdrawn': 'delete',
  'wanted.claimed': 'claim',
  'wanted.released': 'unclaim',
  'work.progressed': 'progress',
  'work.submitted': 'done',
  'work.accepted': 'accept',
  'work.rejected': 'reject',
  'stamp.issued': 'stamp',
  'stamp.revoked': 'revoke',
  'vouch.given': 'vouch',
  'vouch.withdrawn': 'unvouch',
  'comment.posted': 'comment',
  'comment.withdrawn': 'uncomment',
  'rig.linked': 'link',
};

/** The message of a commons commit: what happened between two vectors, and which vector the tables show now. `since` is
 * undefined when what was published before isn't known. */
export function commitMessage(reader: Reader, since: Vector | undefined, now: Vector): string {
  return `${summary(reader, since, now)}\n\n${versionLine}\n${vectorLine(now)}`;
}

export const versionLine = `projection_version: ${projectionVersion}`;

/** What a commons commit says of itself; undefined where a line isn't there. */
export function readMessage(message: string): { version: string | undefined; vector: string | undefined } {
  const lines = message.trimEnd().split('\n');
  return {
    version: lines.find((line) => line.startsWith('projection_version: ')),
    vector: lines.at(-1)?.startsWith('vector: ') ? lines.at(-1) : undefined,
  };
}

/** More entries than this aren't looked at one by one for the sake of a message. */
const maxCounted = 1_000;

function summary(reader: Reader, since: Vector | undefined, now: Vector): string {
  if (since === undefined) return 'wl publish: all tables';
  const entries = [...now].reduce((sum, [origin, { seq }]) => sum + seq - (since.get(origin)?.seq ?? 0), 0);
  if (entries > maxCounted) return `wl publish: ${entries} entries`;
  const counts = new Map<string, number>();
  let only: EntryRow | undefined;
  for (const [origin, { seq }] of now) {
    const after = since.get(origin)?.seq ?? 0;
    if (after >= seq) continue;
    for (const [type, count] of reader.published.actsBetween(origin, after, seq)) {
      counts.set(type, (counts.get(type) ?? 0) + count);
      if (type !== 'identity' || only === undefined) only = reader.published.actBetween(origin, after, seq, type);
    }
  }
  // An author's documents go before their act and are no news beside it.
  const acts = [...counts].filter(([type]) => type !== 'identity');
  const told = acts.length === 0 ? [...counts] : acts;
  const total = told.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return 'wl publish: no new acts';
  if (total === 1 && only !== undefined) return oneAct(reader, only);
  const parts = told.map(([type, count]) => `${count} ${verbs[type] ?? type}`).sort();
  return `wl publish: ${total} acts (${parts.join(', ')})`;
}

function oneAct(reader: Reader, entry: EntryRow): string {
  const about = entry.item ?? entry.target ?? entry.made;
  const author = nameOf(reader, entry.author);
  const verb = verbs[entry.type ?? ''] ?? entry.type;
  return about === null ? `wl ${verb}: ${author}` : `wl ${verb}: ${nameOf(reader, about)} by ${author}`;
}

/** A handle for a rig, else an id in the length that people see. */
function nameOf(reader: Reader, id: string | null): string {
  if (id === null) return 'nobody';
  return reader.rigs.rig(id)?.handle ?? id.slice(0, 12);
}
