/** The members that are defined: what nobody gave isn't sent. */
export type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** An object without those of its members that are undefined. */
export function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
