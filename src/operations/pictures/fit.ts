import measure from 'anafanafo';

export interface Font {
  /** Pixels. */
  size: number;
  bold?: boolean;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Width of a text in pixels, in Verdana: what others draw instead is as wide or narrower. */
export function widthOf(text: string, { size, bold = false }: Font): number {
  return (measure(text, { font: bold ? 'bold 10px Verdana' : '10px Verdana' }) * size) / 10;
}

/** The text as far as it fits into so many pixels; what is left out leaves an ellipsis. */
export function fit(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text;
  return `${beginning(text, width - widthOf('…', font), font).trimEnd()}…`;
}

/** The text in lines of so many pixels, broken at spaces where there are any; the last takes what doesn't fit. */
export function fitLines(text: string, width: number, font: Font, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < most - 1) {
    const line = lineOf(rest, width, font);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, fit(rest, width, font)];
}

function lineOf(text: string, width: number, font: Font): string {
  const longest = beginning(text, width, font);
  if (longest.length === text.length) return text;
  const space = longest.lastIndexOf(' ');
  return space > 0 ? longest.slice(0, space) : longest;
}

/** Whole characters as people see them, and at least one. */
function beginning(text: string, width: number, font: Font): string {
  let end = 0;
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOf(segment, font);
    if (used > width && end > 0) break;
    end += segment.length;
  }
  return text.slice(0, end);
}
