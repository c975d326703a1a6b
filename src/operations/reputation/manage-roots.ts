import { WastelandError } from '../../errors.ts';
import type { RootRow } from '../../private/roots.ts';
import type { CursorValue } from '../../readmodel/cursor.ts';
import type { Root, RootPage, RootRequest, RootsQuery } from '../../wire/api/root.ts';
import type { Done, Gone } from '../acting.ts';
import { findRigId } from '../find-named.ts';
import { pageOfAll } from '../page-of-all.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';
import { present, time } from '../views/present.ts';

/** Under `minimum` each root costs weights of its own. */
const maxRoots = 100;

/** The rigs from which trust starts here. How a node trusts is no secret. */
export function listRoots(services: Services, query: RootsQuery): RootPage {
  const rows = services.private.roots.list();
  const keyOf = (row: RootRow): CursorValue[] => [row.added_at, row.rig];
  const page = pageOfAll({ name: 'added', rows, keyOf, types: ['number', 'string'] }, query);
  const names = namesOf(services);
  return { items: page.items.map((row) => rootView(names, row)), next_cursor: page.next_cursor };
}

/** Lets trust start at a rig too; of one that is a root already the note is replaced. */
export function addRoot(services: Services, { rig, note }: RootRequest): Done<Root> {
  const { roots } = services.private;
  const id = findRigId(services, rig);
  if (roots.get(id) === undefined && roots.list().length >= maxRoots) {
    throw new WastelandError('invalid_request', `a node has at most ${maxRoots} roots`);
  }
  const isNew = roots.add(id, note ?? null);
  return { kind: isNew ? 'made' : 'done', answer: rootView(namesOf(services), findRoot(services, id)) };
}

/** Lets trust start there no more. Without any root nobody has weight. */
export function removeRoot(services: Services, typed: string): Gone {
  const { rig } = findRoot(services, findRigId(services, typed));
  services.private.roots.remove(rig);
  return { kind: 'gone' };
}

function findRoot(services: Services, id: string): RootRow {
  const row = services.private.roots.get(id);
  if (row === undefined) throw new WastelandError('not_found', 'this rig is no root here');
  return row;
}

function rootView(names: Names, row: RootRow): Root {
  return { rig: names(row.rig), added_at: time(row.added_at), ...present({ note: row.note }) };
}
