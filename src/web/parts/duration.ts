const units: [number, string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** Seconds in the largest unit that says them without a rest, else in one place after the point. */
export function duration(seconds: number): string {
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, 'second'];
  const count = Math.round((seconds / size) * 10) / 10;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
