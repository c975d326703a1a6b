import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Text } from '../encodings.ts';
import { named, pageOf, pagingBy, Time } from './named.ts';
import { RigRef, Who } from './references.ts';

/** A rig from which trust starts on this node. */
export const Root = Type.Object(
  { rig: named(Who), note: Type.Optional(Type.String()), added_at: Time },
  { $id: 'Root' },
);
export type Root = Static<typeof Root>;

export const RootPage = pageOf(Root, 'RootPage');
export type RootPage = Static<typeof RootPage>;

export const RootsQuery = Type.Object(pagingBy('added', 'added'), closed);
export type RootsQuery = Static<typeof RootsQuery>;

export const RootRequest = Type.Object({ rig: RigRef, note: Type.Optional(Text(1000)) }, closed);
export type RootRequest = Static<typeof RootRequest>;
