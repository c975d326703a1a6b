import { readFileSync, writeFileSync } from 'node:fs';
import { Frontier, leafHash } from '../../src/domain/merkle.ts';
import { idOfHash } from '../../src/identity/strict-jws.ts';
import { entryHash } from '../../src/identity/judge.ts';
import type { LogEntry } from '../../src/wire/checkpoint.ts';
import { verdictText } from '../../src/wire/codes.ts';
import type { VerdictCode } from '../../src/wire/codes.ts';
import { keyNamed, publicJwk, sha256, tokenOf } from '../support/signing.ts';
import { otherLogs, singleLog } from './cases.ts';
import { brokenLogs } from './broken-logs.ts';
import { federationExample } from './federation.ts';
import { signCase } from './template.ts';
import type { Case } from './template.ts';

/**
 * Writes tokens.json and logs.json from the cases, and federation.json, the example of FEDERATION.md: `node test/vectors/generate.ts`, with `--check` only compares. Keys and
 * times are fixed, and Ed25519 is deterministic, so the same cases give the same bytes.
 */

export interface VectorLog {
  entries: LogEntry[];
  checkpoint: string;
}

export interface LogVector {
  name: string;
  code: string;
  why: string;
  logs: Record<string, VectorLog>;
  verdicts: Record<string, string[]>;
}

/** Long past, so that no reader's clock is behind it. */
const start = 1_750_000_000_000;

/** A node of a case: its key and document 0 follow from the names. */
function nodeOf(name: string, log: string): { id: string; text: string; key: ReturnType<typeof keyNamed> } {
  const key = keyNamed(`vector ${name}/node ${log}`);
  const handle = `node-${log}`;
  const iat = Math.floor(start / 1000);
  const payload = { seq: 0, prev: null, kind: 'node', handle, keys: [publicJwk(key)], recovery: [], iat };
  const text = tokenOf({ typ: 'identity', payload, key });
  return { id: idOfHash(sha256(text)), text, key };
}

/** The logs of a case, each beginning with its node's document 0, and the verdicts that they must get. */
function logVector({ name, code, why, steps }: Case): LogVector {
  const names = ['a', ...new Set(steps.map((step) => step.log ?? 'a').filter((log) => log !== 'a' && log !== 'none'))];
  const nodes = new Map(names.map((log) => [log, nodeOf(name, log)]));
  const ids = Object.fromEntries([...nodes].map(([log, node]) => [log, node.id]));
  const entries = new Map(names.map((log) => [log, [] as LogEntry[]]));
  const verdicts = new Map(names.map((log) => [log, [] as string[]]));
  let now = start;
  const append = (log: string, jws: string, verdict: string): void => {
    const list = entries.get(log);
    list?.push({ seq: list.length + 1, logged_at: now, jws });
    verdicts.get(log)?.push(verdict);
    now += 1000;
  };
  for (const [log, node] of nodes) append(log, node.text, 'ok');
  for (const step of signCase({ name, steps }, { nodes: ids, now })) {
    if (step.log !== 'none') append(step.log, step.text, verdictText(step.code as VerdictCode));
  }
  const logs = names.map((log) => [ids[log], closed(log)] as const);
  return {
    name,
    code,
    why,
    logs: Object.fromEntries(logs),
    verdicts: Object.fromEntries(names.map((log) => [ids[log], verdicts.get(log) ?? []])),
  };

  function closed(log: string): VectorLog {
    const { id = '', key = keyNamed('') } = nodes.get(log) ?? {};
    const list = entries.get(log) ?? [];
    const frontier = new Frontier();
    for (const entry of list) frontier.push(leafHash(entry.seq, entry.logged_at, entryHash(entry.jws)));
    const payload = { iss: id, seq: list.length, root: frontier.root(), iat: Math.floor(now / 1000) };
    return { entries: list, checkpoint: tokenOf({ typ: 'checkpoint', payload, key }) };
  }
}

const files = {
  'tokens.json': singleLog.filter((vector) => vector.notAtDoors === undefined),
  'logs.json': {
    extend: [...singleLog, ...otherLogs].filter((vector) => vector.notInLogs === undefined).map(logVector),
    refused: brokenLogs(),
  },
  'federation.json': await federationExample(),
};

let stale = false;
for (const [file, content] of Object.entries(files)) {
  const url = new URL(file, import.meta.url);
  const text = `${JSON.stringify(content, null, 1)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(url, text);
  else if (readFileSync(url, 'utf8') !== text) {
    process.stderr.write(`${file} is stale: node test/vectors/generate.ts\n`);
    stale = true;
  }
}
if (stale) process.exit(1);
