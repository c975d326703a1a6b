/** Acceptance criteria: a text in bd, points that a reviewer checks here. */

const bullet = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/;
const heading = /^\s*#{1,6}\s/;
const indented = /^\s+\S/;

/** The points of a text: its lines without what marks them as a list; headings are none, and what is indented below a point
 * belongs to it. */
export function pointsOf(criteria = ''): string[] {
  const points: string[] = [];
  for (const line of criteria.split('\n')) {
    const text = line.replace(bullet, '').trim();
    if (text === '' || heading.test(line)) continue;
    const before = indented.test(line) && !bullet.test(line) ? points.pop() : undefined;
    points.push(before === undefined ? text : `${before} ${text}`);
  }
  return points;
}

/** The text of points: a list, where there is more than one. */
export function criteriaOf(points: readonly string[]): string {
  if (points.length === 1) return String(points[0]);
  return points.map((point) => `- ${point.replaceAll('\n', '\n  ')}`).join('\n');
}
