import { commonsTables } from '../domain/project/rows.ts';
import type { CommonsTable } from '../domain/project/rows.ts';

/** The commons tables in the shape that today's tools know: names, columns and types of wl's schema 1.2, and nothing
 * but primary keys (protocol.md section 6). */
const createTable: Record<CommonsTable, string> = {
  _meta: '`key` VARCHAR(64) PRIMARY KEY, value TEXT',
  badges:
    'id VARCHAR(64) PRIMARY KEY, rig_handle VARCHAR(255), badge_type VARCHAR(64), awarded_at TIMESTAMP, evidence TEXT',
  boot_blocks: `handle VARCHAR(255) PRIMARY KEY, source VARCHAR(64), sheet_json JSON, confidence FLOAT,
    version VARCHAR(20), created_at TIMESTAMP`,
  chain_meta: `chain_id VARCHAR(64) PRIMARY KEY, chain_type VARCHAR(32), parent_chain_id VARCHAR(64),
    hop_uri VARCHAR(512), dolt_database VARCHAR(255), created_at TIMESTAMP`,
  completions: `id VARCHAR(64) PRIMARY KEY, wanted_id VARCHAR(64), completed_by VARCHAR(255), evidence TEXT,
    validated_by VARCHAR(255), stamp_id VARCHAR(64), parent_completion_id VARCHAR(64), block_hash VARCHAR(64),
    hop_uri VARCHAR(512), completed_at TIMESTAMP, validated_at TIMESTAMP`,
  rig_links: `id VARCHAR(64) PRIMARY KEY, rig_a VARCHAR(255), rig_b VARCHAR(255), link_type VARCHAR(32),
    assertion_a TEXT, assertion_b TEXT, status VARCHAR(32), created_at TIMESTAMP, completed_at TIMESTAMP,
    revoked_at TIMESTAMP, revoked_by VARCHAR(255), UNIQUE KEY uq_rig_pair (rig_a, rig_b), CHECK (rig_a <> rig_b)`,
  rigs: `handle VARCHAR(255) PRIMARY KEY, display_name VARCHAR(255), dolthub_org VARCHAR(255),
    owner_email VARCHAR(255), hop_uri VARCHAR(512), gt_version VARCHAR(32), trust_level INT, registered_at TIMESTAMP,
    last_seen TIMESTAMP, rig_type VARCHAR(16), parent_rig VARCHAR(255)`,
  stamps: `id VARCHAR(64) PRIMARY KEY, author VARCHAR(255), subject VARCHAR(255), valence JSON, confidence FLOAT,
    severity VARCHAR(16), context_id VARCHAR(64), context_type VARCHAR(32), skill_tags JSON, message TEXT,
    prev_stamp_hash VARCHAR(64), block_hash VARCHAR(64), hop_uri VARCHAR(512), created_at TIMESTAMP,
    CHECK (author <> subject)`,
  wanted: `id VARCHAR(64) PRIMARY KEY, title TEXT, description TEXT, project VARCHAR(64), type VARCHAR(32),
    priority INT, tags JSON, posted_by VARCHAR(255), claimed_by VARCHAR(255), status VARCHAR(32),
    effort_level VARCHAR(16), evidence_url TEXT, sandbox_required TINYINT(1), sandbox_scope JSON,
    sandbox_min_tier VARCHAR(32), created_at TIMESTAMP, updated_at TIMESTAMP`,
};

/** Statements that make the nine tables. */
export function createStatements(): string[] {
  return commonsTables.map((table) => `CREATE TABLE \`${table}\` (${createTable[table]})`);
}
