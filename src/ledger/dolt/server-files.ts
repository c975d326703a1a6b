import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a Dolt server keeps what. Its databases are directories of `dir` itself. */
export interface ServerFiles {
  dir: string;
  /** Accounts and branch permissions. */
  doltcfg: string;
  privileges: string;
  config: string;
  log: string;
  /** Password of the node's own account; written last, so that it also says that the accounts are made. */
  password: string;
  /** Dolt's HOME and DOLT_ROOT_PATH: its global configuration, nobody else's. */
  home: string;
  /** The one directory that LOAD_FILE may read; always empty. */
  noFiles: string;
  /** Dolt's files under way: in DATA_DIR, since nothing else need be writable (a container), and then they are moved, not copied. */
  tmp: string;
  /** Written by Dolt: `pid:port:token` of the server that runs on this directory. */
  serverInfo: string;
}

/** The paths of the server in `dir`. */
export function serverFiles(dir: string): ServerFiles {
  const own = join(dir, '.server');
  const doltcfg = join(dir, '.doltcfg');
  return {
    dir,
    doltcfg,
    privileges: join(doltcfg, 'privileges.db'),
    config: join(own, 'config.yaml'),
    log: join(own, 'dolt.log'),
    password: join(own, 'password'),
    home: join(own, 'home'),
    noFiles: join(own, 'no-files'),
    tmp: join(own, 'tmp'),
    serverInfo: join(dir, '.dolt', 'sql-server.info'),
  };
}

/** The paths of the node's two servers. */
export function doltFiles(dataDir: string): { public: ServerFiles; quarantine: ServerFiles } {
  return { public: serverFiles(join(dataDir, 'dolt')), quarantine: serverFiles(join(dataDir, 'quarantine')) };
}

/** Makes the directories that a server needs before it starts; what a crash left in `tmp` goes. */
export function makeDirectories(files: ServerFiles): void {
  rmSync(files.tmp, { recursive: true, force: true });
  for (const directory of [files.dir, files.doltcfg, files.home, files.noFiles, files.tmp]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
}
