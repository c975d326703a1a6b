import type { JsonOption } from '../options.ts';
import { oneLine, print, say } from '../terminal/output.ts';
import { shortId } from '../terminal/table.ts';
import type { Acted } from './door.ts';

/** Prints what became of an act; `done` says it in the past: `claimed`, `stamped`. */
export function showActed(options: JsonOption, done: string, acted: Acted): void {
  print(options, acted.answer, () => {
    const { item, made, queued, until } = acted;
    if (queued !== undefined) {
      return `queued: its home can't be reached now; the node retries until it answers (${queued.hash.slice(0, 10)})`;
    }
    const what = made === undefined ? '' : ` ${shortId(made)}`;
    if (item === undefined) return `${done}${what}`;
    const where = made === item.id ? '' : `${made === undefined ? '' : ' for'} ${shortId(item.id)}`;
    const lease = until === undefined ? '' : `, yours until ${until}`;
    return `${done}${what}${where} "${oneLine(item.title)}", now ${item.status}${lease}`;
  });
  if (acted.undone === undefined) return;
  say(`wasteland: ${oneLine(acted.undone.why)}`);
  process.exitCode = acted.undone.exitCode;
}
