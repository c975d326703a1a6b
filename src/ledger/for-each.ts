/** Does something with each item: with all at once, or with one after the other. */
export async function forEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { oneByOne }: { oneByOne: boolean },
): Promise<void> {
  if (oneByOne) for (const item of items) await work(item);
  else await Promise.all(items.map(work));
}
