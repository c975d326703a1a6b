import type { Actor, Keyed } from '../../mcp/board.ts';
import type { OutboxEntry } from '../../wire/api/outbox.ts';
import type { Whoami } from '../../wire/api/tools.ts';

/** Somebody who acts on a node that is asked over HTTP. */
export interface Member {
  self(): Promise<Whoami>;
  waiting(): Promise<OutboxEntry[] | undefined>;
  actor(keyed: Keyed | undefined): Actor;
}
