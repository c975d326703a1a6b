import { createHash } from 'node:crypto';

/**
 * The description of an item that came from an issue: a line with the link, then the issue's text. The title of the link holds
 * a sum over title and text as they were imported, so that whoever imports again sees by the item alone, on any machine, that
 * nobody has edited it here since.
 */

export interface IssueLink {
  /** `acme/widgets#12` */
  ref: string;
  url: string;
}

const cutNote = ' (cut: the whole text is there)';
const form = /^\[[^\]\n]*\]\(\S* "imported ([0-9a-f]{12})"\)(?: \(cut: [^\n]*\))?(?:\n\n(.*))?$/s;

/** The description for a title and a text; `cut` says that the issue's own text is longer. */
export function importedText({ ref, url }: IssueLink, title: string, text: string, cut: boolean): string {
  const line = `[${ref}](${url} "imported ${sumOf(title, text)}")${cut ? cutNote : ''}`;
  return text === '' ? line : `${line}\n\n${text}`;
}

/** Whether title and description are still as they were imported. */
export function isAsImported({ title, description = '' }: { title: string; description?: string }): boolean {
  const [, sum, text = ''] = form.exec(description) ?? [];
  return sum === sumOf(title, text);
}

function sumOf(title: string, text: string): string {
  return createHash('sha256').update(`${title}\n${text}`).digest('hex').slice(0, 12);
}
