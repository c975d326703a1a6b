import { closeHead } from '../domain/project/append.ts';
import type { State } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { isWithheld } from '../identity/judge.ts';
import { hashOf } from '../identity/strict-jws.ts';
import type { ReadModel } from '../readmodel/read-model.ts';
import type { LogEntry } from '../wire/checkpoint.ts';
import { commit, nameCommit } from './commit.ts';
import type { DoltConnection } from './connection.ts';
import { readHeads } from './head.ts';
import { readPages } from './pages.ts';
import type { RowSource } from './pages.ts';
import type { TurnWork } from './session.ts';
import type { Signatures } from './signatures.ts';
import { keepCheckpoint, takeEntry } from './take-entries.ts';
import { verifiedPages } from './verified-pages.ts';
import type { Writer } from './writer.ts';

/** A text that somebody gave for an entry of which the ledger holds the hash alone. */
export interface GivenText {
  origin: string;
  seq: number;
  jws: string;
}

export interface GivenTexts {
  /** Node id of the peer that gave them. */
  peer: string;
  texts: readonly GivenText[];
  /** Reads the ledger as it is committed. */
  ledger: RowSource;
  readModel: Pick<ReadModel, 'clear' | 'markOutdated'>;
}

const attempts = 3;

/** Whether a text is the one that stands behind an entry's hash, and one that a log may hold. */
export function isTextOf(hash: string, jws: string): boolean {
  return /^[\x21-\x7e]{1,16000}$/.test(jws) && !isWithheld(jws) && hashOf(jws) === hash;
}

/**
 * Takes texts in place of the hashes under which they were withheld, in one commit on main, and judges everything anew:
 * what follows in that log, and what names it in others, may be otherwise now (protocol.md section 4). Roots stay what they
 * are. One turn of the writer, in which readers still see what stood before. Answers how many were taken.
 */
export async function takeTexts(writer: Writer, given: GivenTexts): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await takeOnce(writer, given);
    } catch (error) {
      const lost = error instanceof WastelandError && error.code === 'unavailable';
      if (!lost || attempt === attempts) throw error;
    }
  }
}

async function takeOnce(writer: Writer, given: GivenTexts): Promise<number> {
  const { peer, ledger, readModel } = given;
  return await writer.exclusive(async (io) => {
    const texts = given.texts.filter((text) => isMissing(writer.state, text));
    if (texts.length === 0) return 0;
    // Between the commit of the ledger and that of the read model a crash would leave verdicts that nothing shows to be old.
    await io.turn(() => {
      readModel.markOutdated();
      return { value: undefined };
    });
    await io.turn(async (state): Promise<TurnWork<void>> => {
      readModel.clear();
      const places = await judgeAnew(state, writer.signatures, ledger, texts);
      // None: an attempt before this one reached the ledger.
      if (places.length === 0) return { value: undefined };
      const message = `take ${texts.length} withheld ${texts.length === 1 ? 'text' : 'texts'} from ${peer}`;
      return { value: undefined, write: async (connection) => await writeTexts(connection, places, message) };
    });
    writer.committed(0);
    return texts.length;
  });
}

/** Its entry stands here, and not its text. */
function isMissing(state: State, { origin, seq, jws }: GivenText): boolean {
  const row = state.table('entries').get(origin, seq);
  return row?.code === 'withheld' && isTextOf(row.hash, jws);
}

/** Replays the whole ledger with the texts in it. Answers every place where one of them belongs: what was logged twice is
 * withheld twice. */
async function judgeAnew(
  state: State,
  signatures: Signatures,
  ledger: RowSource,
  texts: readonly GivenText[],
): Promise<GivenText[]> {
  const given = new Map(texts.map(({ origin, jws }) => [`${origin} ~${hashOf(jws)}`, jws]));
  const places: GivenText[] = [];
  for (const { origin, seq, root, checkpoint } of await readHeads(ledger)) {
    const pages = withTexts(readPages(ledger, origin, 0, seq), origin, given, places);
    for await (const page of verifiedPages(pages, { state, signatures, origin })) {
      for (const entry of page) takeEntry(state, { origin, ...entry }, signatures);
    }
    closeHead(state, origin);
    keepCheckpoint(state, origin, checkpoint);
    if (state.table('logs').get(origin)?.root !== root) {
      throw new Error(`log ${origin}: its entries don't have its root`);
    }
  }
  return places;
}

/** Puts the given texts in their places, and notes these. */
async function* withTexts(
  pages: AsyncIterable<LogEntry[]>,
  origin: string,
  given: ReadonlyMap<string, string>,
  places: GivenText[],
): AsyncGenerator<LogEntry[]> {
  for await (const page of pages) {
    yield page.map((entry) => {
      const jws = given.get(`${origin} ${entry.jws}`);
      if (jws === undefined) return entry;
      places.push({ origin, seq: entry.seq, jws });
      return { ...entry, jws };
    });
  }
}

async function writeTexts(connection: DoltConnection, places: readonly GivenText[], message: string): Promise<void> {
  for (const { origin, seq, jws } of places) {
    await connection.run('UPDATE events SET jws = ? WHERE origin = ? AND seq = ?', [jws, origin, seq]);
  }
  await connection.runAll([nameCommit(message)]);
  await connection.runAll([commit]);
}
