/** One page of a list, as readers and doors give it. */
export interface AnyPage<T> {
  items: T[];
  next_cursor: string | null;
}

/** The items of every page of a list, read one after the other. */
export function* pagesOf<T>(read: (at: { cursor?: string }) => AnyPage<T>): Generator<T[]> {
  for (let at: { cursor?: string } | undefined = {}; at !== undefined;) {
    const { items, next_cursor: next }: AnyPage<T> = read(at);
    yield items;
    at = next === null ? undefined : { cursor: next };
  }
}
