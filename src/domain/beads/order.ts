/** Ids in an order in which each comes behind those that it needs; `stuck` are those in a circle, or behind one. */
export interface Ordered {
  order: string[];
  stuck: string[];
}

/** Orders ids by what they need, else as they are given. What `needs` gives must be among the ids. */
export function inOrder(ids: readonly string[], needs: (id: string) => readonly string[]): Ordered {
  const missing = new Map(ids.map((id) => [id, needs(id).length]));
  const neededBy = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const id of ids) for (const needed of needs(id)) neededBy.get(needed)?.push(id);
  const order = ids.filter((id) => missing.get(id) === 0);
  // Grows while it is walked.
  for (const id of order) {
    for (const next of neededBy.get(id) ?? []) {
      const left = (missing.get(next) ?? 0) - 1;
      missing.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return { order, stuck: ids.filter((id) => (missing.get(id) ?? 0) > 0) };
}

/** One circle among the stuck: each needs the next, the last the first. */
export function circleIn(stuck: readonly string[], needs: (id: string) => readonly string[]): string[] {
  const all = new Set(stuck);
  const path: string[] = [];
  const places = new Map<string, number>();
  let id = stuck[0];
  while (id !== undefined && !places.has(id)) {
    places.set(id, path.length);
    path.push(id);
    id = needs(id).find((needed) => all.has(needed));
  }
  return id === undefined ? [] : path.slice(places.get(id));
}
