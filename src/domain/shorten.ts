/** The beginning of a text that `fits`, with a mark behind it where something is missing; `fits` must hold for every
 * beginning of what it holds for. */
export function shorten(text: string, mark: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  let [kept, tooMany] = [0, text.length];
  while (tooMany - kept > 1) {
    const middle = (kept + tooMany) >> 1;
    if (fits(beginning(text, middle) + mark)) kept = middle;
    else tooMany = middle;
  }
  return beginning(text, kept) + mark;
}

/** No character is cut in two. */
function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
