import { createReadStream } from 'node:fs';
import { Ajv } from 'ajv';
import type { BeadProblem, ReadBead } from '../../domain/beads/plan.ts';
import { linesOf } from '../../net/byte-lines.ts';
import { Bead } from '../../wire/bead.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { oneLine } from '../terminal/output.ts';

/** What a file may have at most, the bytes in all and of one line. */
const most = { bytes: 256 * 1024 * 1024, lineBytes: 1024 * 1024, beads: 100_000 };

const isBead = new Ajv({ strict: true }).compile<Bead>(Bead);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Every bead of a file (`-` is stdin). With one broken line nothing of it is taken, and the lines are named. */
export async function readBeads(file: string): Promise<ReadBead[]> {
  const lines = new Map<string, number>();
  const read: ReadBead[] = [];
  const problems: BeadProblem[] = [];
  let line = 0;
  for await (const bytes of linesOf(bytesOf(file), most.lineBytes)) {
    line += 1;
    const found = bytes === undefined ? `has more than ${most.lineBytes} bytes` : beadIn(bytes);
    if (found === undefined) continue;
    const before = typeof found === 'string' ? undefined : lines.get(found.id);
    const why = before === undefined ? found : `is about the bead of line ${before}`;
    if (typeof why === 'string') problems.push({ line, why });
    else {
      if (read.length === most.beads) throw new UsageError(`the file has more than ${most.beads} beads`);
      lines.set(why.id, line);
      read.push({ bead: why, line });
    }
  }
  if (problems.length > 0) throw brokenLines(file, problems);
  return read;
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const chunks: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > most.bytes) throw new UsageError(`the file has more than ${most.bytes} bytes`);
      yield chunk;
    }
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : new UsageError(`the file can't be read: ${message}`);
  }
}

/** The bead in a line, or why there is none; undefined for empty lines, and for what bd keeps there besides. */
function beadIn(bytes: Uint8Array): Bead | string | undefined {
  const value = valueIn(bytes);
  if (value instanceof Error) return `is not JSON in UTF-8 (${value.message})`;
  if (value === undefined || isOther(value)) return undefined;
  if (!isBead(value)) {
    const [error] = isBead.errors ?? [];
    return `is no bead: ${error?.instancePath ?? ''} ${error?.message ?? ''}`;
  }
  const foreign = value.dependencies?.find(({ issue_id: of }) => of !== undefined && of !== '' && of !== value.id);
  return foreign === undefined ? essence(value) : `holds a dependency of ${foreign.issue_id}`;
}

function valueIn(bytes: Uint8Array): unknown {
  try {
    const text = decoder.decode(bytes);
    return text.trim() === '' ? undefined : ((JSON.parse(text, clean) as unknown) ?? null);
  } catch (error) {
    return error;
  }
}

/** Null is absent; half a surrogate pair, which nobody could sign, is replaced. */
function clean(_key: string, value: unknown): unknown {
  if (value === null) return undefined;
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Lines that say themselves that they are no issue, such as memories. */
function isOther(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_type' in value && value._type !== 'issue';
}

const members = Object.keys(Bead.properties) as (keyof Bead)[];

/** A bead without the members that mean nothing here: all beads of the file are in memory at once. */
function essence(bead: Bead): Bead {
  const kept = members.filter((member) => bead[member] !== undefined).map((member) => [member, bead[member]]);
  return Object.fromEntries(kept) as Bead;
}

const mostShown = 20;

/** Says which lines are broken, and why. */
export function brokenLines(file: string, problems: readonly BeadProblem[]): UsageError {
  const shown = problems.slice(0, mostShown).map(({ line, why }) => `line ${line}: ${oneLine(why)}`);
  const more = problems.length > mostShown ? [`and ${problems.length - mostShown} more`] : [];
  return new UsageError([`nothing of ${oneLine(file)} is imported:`, ...shown, ...more].join('\n  '));
}
