import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { MemoryState } from '../../src/domain/memory-state.ts';
import { readToken } from '../../src/identity/strict-jws.ts';
import { readCheckpoint, signedAtOurHead, SuffixCheck } from '../../src/identity/suffix.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import {
  documentCodes,
  eventCodes,
  ignoredCodes,
  keyCodes,
  pendingCodes,
  textCodes,
  verdictText,
} from '../../src/wire/codes.ts';
import { logCodes } from '../../src/wire/log-codes.ts';
import { land, project, verdictsOf } from '../support/projection.ts';
import { logVectors, tokenVectors } from '../support/vectors.ts';
import { World } from '../support/world.ts';

/** The vectors on the rules alone; the network and REST tests give the same ones to real doors. */

const everyCode: string[] = [
  ...new Set([
    ...textCodes,
    ...keyCodes,
    ...eventCodes,
    ...documentCodes,
    'key_not_in_force',
    ...ignoredCodes,
    ...pendingCodes,
  ]),
];

/** Codes that no log shows: a log with such a text doesn't extend. */
const neverInLogs = ['not_ascii', 'too_long'];

/** Codes that no door of one node answers, and why. */
const neverAtDoors: Record<string, string> = {
  withheld: 'a door takes texts only',
  wrong_audience: 'a door relays what is meant for another node',
  not_ok: 'a door logs no submission that is refused',
};

t.test('every code that a log can show', async (t) => {
  const { extend } = logVectors();
  for (const vector of extend) {
    const logs = Object.fromEntries(Object.entries(vector.logs).map(([origin, log]) => [origin, log.entries]));
    t.strictSame(verdictsOf(project(logs), Object.keys(logs)), vector.verdicts, vector.name);
    const backwards = project(Object.fromEntries(Object.entries(logs).reverse()));
    t.strictSame(verdictsOf(backwards, Object.keys(logs)), vector.verdicts, `${vector.name}, last log first`);
    for (const [origin, log] of Object.entries(vector.logs)) {
      t.strictSame(checked(origin, log.entries, log.checkpoint), 'ok', `${vector.name} extends`);
    }
    const shown = Object.values(vector.verdicts).flat();
    t.ok(shown.includes(verdictText(vector.code as never)), `${vector.name} shows its code`);
  }
  const codes = new Set(extend.map((vector) => vector.code));
  t.strictSame(
    everyCode.filter((code) => !codes.has(code)),
    everyCode.filter((code) => neverInLogs.includes(code)),
  );
});

t.test('all of them in one ledger get the same verdicts', async (t) => {
  const { extend } = logVectors();
  const all = Object.fromEntries(
    extend.flatMap(({ logs }) => Object.entries(logs).map(([origin, log]) => [origin, log.entries])),
  );
  t.equal(Object.keys(all).length, extend.flatMap(({ logs }) => Object.keys(logs)).length, 'no origin twice');
  const expected = Object.fromEntries(extend.flatMap(({ verdicts }) => Object.entries(verdicts)));
  t.strictSame(verdictsOf(project(all), Object.keys(all)), expected);
});

t.test('every code that a door can answer', async (t) => {
  const world = new World('door');
  const vectors = tokenVectors(world.node('node').id, world.now);
  for (const { name, tokens, codes } of vectors) {
    const { log } = new World('door').node('node');
    for (const text of tokens) log.append(text);
    const state = new MemoryState();
    // No log holds them, so the reader alone says what they are.
    const unlogged = ['not_ascii', 'too_long'];
    const shown = log.entries.slice(1).map((entry, at) => {
      if (!unlogged.includes(codes[at] ?? '')) return undefined;
      const reading = readToken(entry.jws);
      return reading.ok ? 'ok' : reading.code;
    });
    const landed = log.entries.map((entry) => land(state, log.origin, entry)).slice(1);
    t.strictSame(
      landed.map((code, at) => shown[at] ?? code),
      codes,
      name,
    );
  }
  const answered = new Set(vectors.map((vector) => vector.code));
  t.strictSame(
    everyCode.filter((code) => !answered.has(code)),
    everyCode.filter((code) => Object.hasOwn(neverAtDoors, code)),
  );
});

t.test('every way in which a log doesn’t extend', async (t) => {
  const { refused } = logVectors();
  for (const { name, code, origin, held, entries, checkpoint } of refused) {
    if (held === undefined) {
      t.equal(checked(origin, entries, checkpoint), code, name);
      continue;
    }
    // What contradicts is found by comparing with the copy that is held: here only whose fault it is.
    const state = project({ [origin]: held.entries });
    const read = readCheckpoint(checkpoint, origin);
    const verifies = read !== undefined && signedAtOurHead(state, read);
    const whole = new SuffixCheck(state, origin, 'start');
    whole.push(entries);
    const proves = verifies && whole.finish(checkpoint).ok;
    t.equal(proves ? 'equivocation' : 'contradiction', code, name);
    t.notSame(entries.slice(0, held.entries.length), held.entries);
  }
  const codes = new Set(refused.map((vector) => vector.code));
  t.strictSame(
    logCodes.filter((code) => !codes.has(code)),
    [],
  );
});

function checked(origin: string, entries: LogEntry[], checkpoint: string): string {
  const suffix = new SuffixCheck(new MemoryState(), origin);
  suffix.push(entries);
  const result = suffix.finish(checkpoint);
  return result.ok ? 'ok' : result.code;
}

t.test('the files are what the cases say', async () => {
  execFileSync(process.execPath, [fileURLToPath(new URL('generate.ts', import.meta.url)), '--check'], {
    stdio: 'pipe',
  });
});
