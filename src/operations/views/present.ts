type Absent<T> = null extends T ? true : undefined extends T ? true : false;

/** An object whose members that were null or undefined are left out. */
export type Present<T> = { [K in keyof T as Absent<T[K]> extends true ? never : K]: T[K] } & {
  [K in keyof T as Absent<T[K]> extends true ? K : never]?: NonNullable<T[K]>;
};

/** Leaves out what is null or undefined: a member that doesn't apply is absent in answers, never null. */
export function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  ) as Present<T>;
}

/** Milliseconds since 1970 as RFC 3339 in UTC. */
export function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The same, where there may be no time. */
export function timeOrNull(milliseconds: number | null | undefined): string | null {
  return milliseconds === null || milliseconds === undefined ? null : time(milliseconds);
}
