/** Markup of a picture. Only `element` makes it, so whatever else stands in a picture is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Attributes = Record<string, string | number>;

/** An XML element; texts and values of attributes are escaped. */
export function element(name: string, attributes: Attributes, ...children: readonly (Markup | string)[]): Markup {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const inside = children.map((child) => (child instanceof Markup ? child.text : escaped(child)));
  const open = `<${name}${given.join('')}`;
  return new Markup(inside.length === 0 ? `${open}/>` : `${open}>${inside.join('')}</${name}>`);
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
