/** Where commands print: answers to stdout, everything else to stderr. */

/** Text by strangers, made harmless for a terminal: no control characters, no overriding of the direction of writing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => (character === '\n' ? '\n' : '\ufffd'));
}

/** The same on one line. */
export function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

/** Prints an answer: exactly as JSON for programs, or as `lines` for people. */
export function print(options: { json?: boolean }, answer: unknown, lines: () => string | string[]): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  const text = [lines()].flat().join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
}

/** Says something that is no answer. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

const barWidth = 30;

/** How much is done, as a bar. */
function barOf(percent: number): string {
  const full = Math.round((percent / 100) * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
}

/** Shows how far long work has come: on a terminal as a bar in place, elsewhere a line whenever a tenth more is done. */
export function progressOf(what: string): (done: number, total: number) => void {
  let shown = -1;
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    const step = process.stderr.isTTY ? percent : Math.floor(percent / 10);
    if (step === shown) return;
    shown = step;
    const text = `${done} of ${total} (${percent} %)`;
    if (!process.stderr.isTTY) say(`${what}: ${text}`);
    else process.stderr.write(`\r${what} ${barOf(percent)} ${text}${done >= total ? '\n' : ''}`);
  };
}
