import Type from 'typebox';
import type { Static, TSchema } from 'typebox';

/** A reference to a named component, with the component's static type. */
export function named<T extends TSchema>(schema: T) {
  const id = (schema as { $id?: string }).$id;
  if (id === undefined) throw new TypeError('a component needs an $id');
  return Type.Unsafe<Static<T>>(Type.Ref(id));
}

/** A page of a list: `next_cursor` is null on the last one. */
export function pageOf<T extends TSchema>(item: T, name: string) {
  return Type.Object(
    { items: Type.Array(named(item)), next_cursor: Type.Union([Type.String(), Type.Null()]) },
    { $id: name },
  );
}

/** Milliseconds since 1970 as RFC 3339 in UTC, as all times in answers are written. */
export const Time = Type.String({ format: 'date-time' });

/** Query members that every list takes. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 2000, description: '`next_cursor` of the page before' })),
};

/** The same for a list with one order, which `first` says the way round. */
export function pagingBy<Name extends string>(name: Name, first: Name | `-${Name}`) {
  return {
    sort: Type.Optional(Type.Enum([name, `-${name}`], { type: 'string', default: first })),
    ...paging,
  };
}
