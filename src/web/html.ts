/** Markup that is safe to send: only `html` makes it from text, and whatever else stands in a page is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a page: markup, texts, numbers, lists of these; nothing at all for what is absent or false. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template in which every value is escaped unless it is `Html` itself. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  for (let index = 0; index < parts.length; index++) {
    text += rendered(parts[index]) + (strings[index + 1] ?? '');
  }
  return new Html(text);
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  if (part === null || part === undefined || part === false) return '';
  let text = '';
  for (const each of part) text += rendered(each);
  return text;
}

const special = /[&<>"'`]/g;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return text.search(special) === -1 ? text : text.replace(special, (character) => entities[character] ?? '');
}
