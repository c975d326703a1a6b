import Type from 'typebox';
import type { Static } from 'typebox';

/** One issue of `bd` (a bead) as its JSON lines hold it: the members that mean something here. It has many more, and more
 * with each version, so unknown ones are none of our business. Absent members are what bd takes them for. */

export const BeadDependency = Type.Object({
  issue_id: Type.Optional(Type.String()),
  depends_on_id: Type.String({ minLength: 1, maxLength: 255 }),
  type: Type.String(),
});

export const Bead = Type.Object({
  /** The origin_ref of its item begins with it and a space, so that it holds none. */
  id: Type.String({ pattern: '^[^\\s\\p{Cc}]{1,128}$' }),
  title: Type.String({ minLength: 1 }),
  description: Type.Optional(Type.String()),
  design: Type.Optional(Type.String()),
  acceptance_criteria: Type.Optional(Type.String()),
  notes: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  /** Absent is 0: versions that left out zeros wrote it so. */
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 4 })),
  issue_type: Type.Optional(Type.String()),
  external_ref: Type.Optional(Type.String()),
  labels: Type.Optional(Type.Array(Type.String())),
  dependencies: Type.Optional(Type.Array(BeadDependency)),
  ephemeral: Type.Optional(Type.Boolean()),
  wisp: Type.Optional(Type.Boolean()),
  is_template: Type.Optional(Type.Boolean()),
});
export type Bead = Static<typeof Bead>;

/** One line of an export, as bd reads it. */
export interface BeadLine {
  _type: 'issue';
  id: string;
  title: string;
  description?: string;
  acceptance_criteria?: string;
  status: 'open' | 'in_progress' | 'closed';
  priority: number;
  issue_type: string;
  assignee?: string;
  created_at: string;
  created_by: string;
  updated_at: string;
  closed_at?: string;
  close_reason?: string;
  external_ref?: string;
  labels?: string[];
  dependencies?: BeadEdge[];
}

/** What a bead waits for, or belongs to. */
export interface BeadEdge {
  issue_id: string;
  depends_on_id: string;
  type: 'blocks' | 'parent-child';
  created_at: string;
}
