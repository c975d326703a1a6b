import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from '../encodings.ts';
import { scopes } from '../scopes.ts';
import { EventReceipt } from './event.ts';
import { BoardQuery, Item } from './item.ts';
import { LogHead } from './log.ts';
import { named } from './named.ts';
import { OutboxEntry } from './outbox.ts';
import { Problem } from './problem.ts';
import { ItemRef, RigRef } from './references.ts';
import { Rig } from './rig.ts';

/** What tools of the MCP door take and answer where REST has no contract of that shape. */

const { type, project, q, limit } = BoardQuery.properties;

export const WorkQuery = Type.Object(
  {
    skills: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        maxItems: 8,
        description: 'what you can do, the best first: items that ask for any of them; without it all ready items',
      }),
    ),
    type,
    project,
    q,
    limit,
    cursor: Type.Optional(Type.String({ maxLength: 2100, description: '`next_cursor` of the page before' })),
  },
  closed,
);
export type WorkQuery = Static<typeof WorkQuery>;

export const OneItem = Type.Object({ item: ItemRef }, closed);
export const OneRig = Type.Object({ rig: RigRef }, closed);

/** What became of an act: the members that the doors of REST answer with, in one shape for all acts. */
export const Acted = Type.Object({
  made: Type.Optional(Type.String({ description: 'id of what it made: an item, a completion, a stamp, a comment' })),
  item: Type.Optional(named(Item)),
  event: Type.Optional(named(EventReceipt)),
  outbox: Type.Optional(named(OutboxEntry)),
  stamp: Type.Optional(
    Type.Object({
      made: Type.Optional(Type.String()),
      event: Type.Optional(named(EventReceipt)),
      outbox: Type.Optional(named(OutboxEntry)),
      problem: Type.Optional(Type.String({ description: 'why the work is accepted and not stamped' })),
    }),
  ),
});
export type Acted = Static<typeof Acted>;

/** Who a bearer is. */
export const Whoami = Type.Object({
  rig: named(Rig),
  signs: Type.Enum(['node', 'own key'], { type: 'string', description: 'who signs what you do' }),
  scopes: Type.Optional(Type.Array(Type.Enum([...scopes], { type: 'string' }))),
});
export type Whoami = Static<typeof Whoami>;

/** How far a node knows each log, and which acts of the bearer wait for other nodes. */
export const SyncStatus = Type.Object({
  node: Id,
  logs: Type.Array(named(LogHead)),
  outbox: Type.Optional(Type.Array(named(OutboxEntry))),
});
export type SyncStatus = Static<typeof SyncStatus>;

const { code, errors, legal, missing } = Problem.properties;

/** Why a tool refused. */
export const ToolFailure = Type.Object({ code, detail: Type.String(), errors, legal, missing });
export type ToolFailure = Static<typeof ToolFailure>;
