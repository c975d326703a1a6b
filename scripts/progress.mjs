// What the set-up tells people: one line a step, with the time that it takes.
const { stdout } = process;

/** An error whose message alone is shown: one line that says what to do. */
export class SetupError extends Error {}

/** Prints one line of the set-up. */
export function say(text) {
  stdout.write(`setup: ${text}\n`);
}

/** Awaits `work` and shows how long it has taken so far: every second on a terminal, else every 15 s. */
export async function withProgress(label, work) {
  const begun = Date.now();
  const elapsed = () => `${Math.round((Date.now() - begun) / 1000)} s`;
  const terminal = stdout.isTTY === true;
  if (!terminal) {
    say(`${label} …`);
  }
  const show = () => (terminal ? stdout.write(`\rsetup: ${label} … ${elapsed()} `) : say(`${label} … ${elapsed()}`));
  const timer = setInterval(show, terminal ? 1000 : 15_000);
  let outcome = 'failed';
  try {
    const result = await work;
    outcome = 'done';
    return result;
  } finally {
    clearInterval(timer);
    stdout.write(`${terminal ? '\r' : ''}setup: ${label}: ${outcome} after ${elapsed()}\n`);
  }
}
