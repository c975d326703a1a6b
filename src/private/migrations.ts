/**
 * Numbered SQL of node.sqlite: the first makes version 1 of `PRAGMA user_version`, and so on. What has been released is
 * never edited; a change is a new step. Times are milliseconds since 1970.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE self (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    document TEXT NOT NULL
  ) STRICT;

  CREATE TABLE keys (
    kid TEXT PRIMARY KEY,
    rig TEXT NOT NULL,
    jwe TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX keys_rig ON keys (rig);

  CREATE TABLE tokens (
    jti TEXT PRIMARY KEY,
    rig TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  CREATE INDEX tokens_rig ON tokens (rig);

  CREATE TABLE peers (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    name TEXT,
    paused INTEGER NOT NULL DEFAULT 0,
    added_at INTEGER NOT NULL,
    remote TEXT,
    landed_commit TEXT,
    synced_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE syncs (
    id INTEGER PRIMARY KEY,
    peer TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    report TEXT NOT NULL
  ) STRICT;
  CREATE INDEX syncs_peer ON syncs (peer, id);

  CREATE TABLE outbox (
    hash TEXT PRIMARY KEY,
    rig TEXT NOT NULL,
    type TEXT NOT NULL,
    home TEXT NOT NULL,
    item TEXT,
    token TEXT NOT NULL,
    documents TEXT NOT NULL,
    waits_for TEXT,
    after TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    answer TEXT
  ) STRICT;
  CREATE INDEX outbox_due ON outbox (state, next_at);
  CREATE INDEX outbox_rig ON outbox (rig, created_at);
  CREATE INDEX outbox_ended ON outbox (created_at) WHERE state <> 'queued';

  CREATE TABLE idempotency (
    rig TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    tokens TEXT,
    answer TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (rig, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_age ON idempotency (created_at);

  CREATE TABLE equivocations (
    origin TEXT PRIMARY KEY,
    found_at INTEGER NOT NULL,
    proof TEXT NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE tokens ADD COLUMN name TEXT;
  ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
  UPDATE tokens SET scope = 'work post stamp account' WHERE scope = 'act';
  `,
  `
  CREATE TABLE roots (
    rig TEXT PRIMARY KEY,
    note TEXT,
    added_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO roots (rig, added_at) SELECT id, unixepoch() * 1000 FROM self;
  `,
  `
  CREATE TABLE tiers (
    id INTEGER PRIMARY KEY,
    rig TEXT NOT NULL,
    level INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tiers_rig ON tiers (rig, id);

  CREATE TABLE blocks (
    target TEXT PRIMARY KEY,
    reason TEXT,
    added_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE listed_accounts (
    account TEXT PRIMARY KEY,
    note TEXT,
    listed_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE accounts (
    rig TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT,
    detail TEXT,
    checked_at INTEGER NOT NULL,
    next_at INTEGER,
    proven_at INTEGER,
    number INTEGER,
    place TEXT,
    gist TEXT,
    kid TEXT,
    stated_at INTEGER,
    PRIMARY KEY (rig, account)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX accounts_account ON accounts (account, stated_at);
  CREATE INDEX accounts_due ON accounts (next_at);
  `,
  `
  CREATE TABLE arrivals (
    first INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    seq INTEGER NOT NULL,
    count INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX arrivals_origin ON arrivals (origin, seq, count);
  `,
  `
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    rig TEXT,
    url TEXT NOT NULL,
    name TEXT,
    filter TEXT NOT NULL,
    secret TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    created_at INTEGER NOT NULL,
    place INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since INTEGER,
    next_at INTEGER NOT NULL,
    succeeded_at INTEGER
  ) STRICT;
  CREATE INDEX webhooks_rig ON webhooks (rig, created_at);

  CREATE TABLE deliveries (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    webhook TEXT NOT NULL,
    place INTEGER,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    ended_at INTEGER,
    status INTEGER,
    error TEXT
  ) STRICT;
  CREATE INDEX deliveries_webhook ON deliveries (webhook, no);
  CREATE INDEX deliveries_due ON deliveries (webhook, next_at, no) WHERE state = 'waiting';
  `,
  `
  CREATE TABLE relays (
    origin TEXT NOT NULL,
    peer TEXT NOT NULL,
    entries INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (peer, origin)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO relays
    SELECT log.value ->> 'origin', syncs.peer, sum(log.value ->> 'landed'), max(syncs.ended_at)
    FROM syncs, json_each(syncs.report, '$.logs') AS log WHERE log.value ->> 'landed' > 0 GROUP BY 1, 2;
  `,
  `
  ALTER TABLE arrivals ADD COLUMN was TEXT;
  ALTER TABLE arrivals ADD COLUMN at INTEGER;
  DROP INDEX arrivals_origin;
  CREATE INDEX arrivals_origin ON arrivals (origin, seq, count) WHERE was IS NULL;
  CREATE INDEX arrivals_changed ON arrivals (origin, seq, first) WHERE was IS NOT NULL;
  CREATE INDEX arrivals_changes ON arrivals (first) WHERE was IS NOT NULL;

  CREATE TABLE told_verdicts (
    origin TEXT NOT NULL,
    seq INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (origin, seq)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE verdicts_begun (
    only INTEGER PRIMARY KEY CHECK (only = 1)
  ) STRICT;
  `,
  `
  ALTER TABLE tokens ADD COLUMN kid TEXT NOT NULL DEFAULT '';
  UPDATE tokens SET kid = coalesce((SELECT keys.kid FROM keys JOIN self ON keys.rig = self.id), '');
  `,
];
