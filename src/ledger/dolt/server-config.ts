import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ServerFiles } from './server-files.ts';

/** Connections that a server admits; set anew from time to time, since the anonymous account can change it (dolt.md). */
export const maxConnections = 200;

export interface ServerSettings {
  port: number;
  /** Of the anonymous remotes; undefined for none. */
  remotePort: number | undefined;
  /** Whether Dolt collects garbage when it thinks fit; otherwise somebody else sees to it. */
  autoGc: boolean;
}

/** The YAML that `dolt sql-server --config` reads; an unknown key is an error there. JSON strings are YAML strings. */
export function serverConfig(files: ServerFiles, { port, remotePort, autoGc }: ServerSettings): string {
  const quote = (text: string): string => JSON.stringify(text);
  const lines = [
    'log_level: warning',
    'log_format: json',
    'max_logged_query_len: 200',
    'behavior:',
    '  autocommit: true',
    '  dolt_transaction_commit: false',
    // A peer's database may carry events.
    '  event_scheduler: "OFF"',
    '  auto_gc_behavior:',
    `    enable: ${autoGc}`,
    'listener:',
    '  host: 127.0.0.1',
    `  port: ${port}`,
    `  max_connections: ${maxConnections}`,
    `data_dir: ${quote(files.dir)}`,
    `cfg_dir: ${quote(files.doltcfg)}`,
    `privilege_file: ${quote(files.privileges)}`,
    `branch_control_file: ${quote(join(files.doltcfg, 'branch_control.db'))}`,
    'system_variables:',
    // Histograms for a query planner that has nothing to plan: after each commit a thread makes those of every branch anew.
    '  dolt_stats_enabled: 0',
    `  secure_file_priv: ${quote(files.noFiles)}`,
  ];
  if (remotePort !== undefined) {
    lines.push('remotesapi:', `  port: ${remotePort}`, '  read_only: true');
  }
  return `${lines.join('\n')}\n`;
}

/** The whole environment of a Dolt server: what it needs and nothing of what happens to surround the node. `passed` may also say how
 * many processors it has. */
export function serverEnvironment(files: ServerFiles, passed: Record<string, string> = {}): Record<string, string> {
  return {
    GOMAXPROCS: String(processorsOf(availableParallelism())),
    ...passed,
    HOME: files.home,
    DOLT_ROOT_PATH: files.home,
    TMPDIR: files.tmp,
    TZ: 'UTC',
    // Without it a garbage collection cuts every connection.
    DOLT_GC_SAFEPOINT_CONTROLLER_CHOICE: 'session_aware',
    DOLT_DISABLE_EVENT_FLUSH: '1',
    // A ledger of 100,000 entries holds half a gigabyte; with less room than that Go collects garbage all the time.
    GOMEMLIMIT: '1GiB',
  };
}

/**
 * How many processors one Dolt may use: Go collects garbage on all that it has, a tenth of a second at a time once a ledger is
 * large, and a node that shares the last of them with it answers nobody meanwhile. `all` is what this process may use.
 */
export function processorsOf(all: number): number {
  return Math.max(all - 1, 1);
}
