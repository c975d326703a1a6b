/** Texts between commas or line breaks; empty ones don't count. */
export function commaSeparated(text: string | undefined): string[] {
  return separated(text, /[,\n]/);
}

/** Lines with something on them. */
export function lines(text: string | undefined): string[] {
  return separated(text, /\n/);
}

function separated(text: string | undefined, by: RegExp): string[] {
  return (text ?? '')
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A text as browsers send it, with the line breaks that everybody else writes; undefined when it is empty. */
export function textOf(text: string | undefined): string | undefined {
  const plain = text?.replaceAll('\r\n', '\n').trim();
  return plain === '' ? undefined : plain;
}
