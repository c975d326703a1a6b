import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from './vault.ts';

export const webhookStates = ['active', 'paused', 'dead'] as const;
/** `dead` when its endpoint failed for so long that the node paused it. */
export type WebhookState = (typeof webhookStates)[number];

export interface WebhookRow {
  id: string;
  /** Whose it is; null for the node's own. */
  rig: string | null;
  url: string;
  name: string | null;
  /** Which happenings it wants, ids in full. */
  filter: { item?: string; rig?: string; project?: string; types?: string[] };
  state: WebhookState;
  /** Why the node paused it. */
  reason: string | null;
  created_at: number;
  /** The place of arrival up to which its deliveries are queued. */
  place: number;
  /** Rounds that failed since the last success, since when, and when the next is due. */
  failures: number;
  failing_since: number | null;
  next_at: number;
  succeeded_at: number | null;
}

export type NewWebhook = Pick<WebhookRow, 'id' | 'rig' | 'url' | 'name' | 'filter' | 'place'> & { secret: string };
export type WebhookChange = Partial<
  Pick<WebhookRow, 'state' | 'reason' | 'failures' | 'failing_since' | 'next_at' | 'succeeded_at'>
>;

const columns =
  'id, rig, url, name, filter, state, reason, created_at, place, failures, failing_since, next_at, succeeded_at';

/** Whom this node tells of what happens, and where they listen. Their secrets lie encrypted. */
export class Webhooks {
  readonly #database: DatabaseSync;
  readonly #vault: Vault;
  readonly #now: () => number;

  constructor(database: DatabaseSync, vault: Vault, now: () => number) {
    this.#database = database;
    this.#vault = vault;
    this.#now = now;
  }

  /** Keeps a new one, active from now on. */
  async add({ id, rig, url, name, filter, place, secret }: NewWebhook): Promise<WebhookRow> {
    const sealed = await this.#vault.seal({ secret }, labelOf(id));
    this.#database
      .prepare(
        `INSERT INTO webhooks (${columns}, secret) VALUES (?, ?, ?, ?, ?, 'active', NULL, ?, ?, 0, NULL, 0, NULL, ?)`,
      )
      .run(id, rig, url, name, JSON.stringify(filter), this.#now(), place, sealed);
    return this.get(id) as WebhookRow;
  }

  get(id: string): WebhookRow | undefined {
    const row = this.#database.prepare(`SELECT ${columns} FROM webhooks WHERE id = ?`).get(id);
    return row === undefined ? undefined : rowOf(row);
  }

  /** Those of a rig, of the node (null), or all, in the order in which they were made. */
  list(rig?: string | null): WebhookRow[] {
    const whose = rig === undefined ? 'TRUE' : 'rig IS ?';
    const sql = `SELECT ${columns} FROM webhooks WHERE ${whose} ORDER BY created_at, id`;
    return this.#database
      .prepare(sql)
      .all(...(rig === undefined ? [] : [rig]))
      .map(rowOf);
  }

  /** Those that are told what happens, by id. */
  active(): WebhookRow[] {
    return this.#database
      .prepare(`SELECT ${columns} FROM webhooks WHERE state = 'active' ORDER BY id`)
      .all()
      .map(rowOf);
  }

  /** The secret with which its deliveries are signed, as `whsec_…`. */
  async secret(id: string): Promise<string> {
    const row = this.#database.prepare('SELECT secret FROM webhooks WHERE id = ?').get(id);
    const opened = (await this.#vault.open(String(row?.['secret']), labelOf(id))) as { secret: string };
    return opened.secret;
  }

  change(id: string, change: WebhookChange): void {
    const before = this.get(id);
    if (before === undefined) return;
    const { state, reason, failures, failing_since: since, next_at: next, succeeded_at: at } = { ...before, ...change };
    this.#database
      .prepare(
        `UPDATE webhooks SET state = ?, reason = ?, failures = ?, failing_since = ?, next_at = ?, succeeded_at = ?
         WHERE id = ?`,
      )
      .run(state, reason, failures, since, next, at, id);
  }

  /** Forgets one and its deliveries. */
  remove(id: string): void {
    this.#database.prepare('DELETE FROM deliveries WHERE webhook = ?').run(id);
    this.#database.prepare('DELETE FROM webhooks WHERE id = ?').run(id);
  }
}

function labelOf(id: string): string {
  return `webhook ${id}`;
}

function rowOf(row: Record<string, unknown>): WebhookRow {
  return {
    ...(row as unknown as WebhookRow),
    filter: JSON.parse(String(row['filter'])) as WebhookRow['filter'],
  };
}
