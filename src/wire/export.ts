import Type from 'typebox';
import type { Static } from 'typebox';
import { closed, Id } from './encodings.ts';
import { loggedAtRange } from './checkpoint.ts';

/**
 * An export, a JSON object a line: its head, then each log (where it ends, and its entries in order, as
 * `/v1/logs/{origin}/events` gives them), and its end, by which a file that was cut off is known.
 */

const Count = Type.Integer({ minimum: 0 });

export const ExportHead = Type.Object(
  {
    wasteland_export: Type.Literal(1),
    /** Who gave the logs; nothing is believed for it. */
    node: Id,
    exported_at: Type.String({ maxLength: 40 }),
    /** The rig whose record these logs hold; absent where all logs are here. */
    rig: Type.Optional(Id),
  },
  closed,
);
export type ExportHead = Static<typeof ExportHead>;

export const ExportedLog = Type.Object(
  { origin: Id, seq: Type.Integer({ minimum: 1 }), checkpoint: Type.String({ pattern: '^[\\x21-\\x7e]{1,16000}$' }) },
  closed,
);
export type ExportedLog = Static<typeof ExportedLog>;

export const ExportedEntry = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    logged_at: Type.Integer({ minimum: loggedAtRange.min, maximum: loggedAtRange.max }),
    jws: Type.String({ pattern: '^[\\x21-\\x7e]{1,16000}$' }),
  },
  closed,
);

export const ExportEnd = Type.Object({ logs: Count, entries: Count }, closed);
export type ExportEnd = Static<typeof ExportEnd>;
