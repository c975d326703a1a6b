import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WastelandError } from '../../errors.ts';
import { committer } from '../author.ts';
import { serverEnvironment } from './server-config.ts';
import { makeDirectories, type ServerFiles } from './server-files.ts';

/** The node's own account on its Dolt servers. */
export const adminUser = 'wasteland';

/** Makes a server's directories, Dolt's own settings, accounts and databases where they are missing; returns the password.
 * Runs before the server does, so that there is no moment at which it answers strangers with its default accounts. */
export async function bootstrap(
  bin: string,
  files: ServerFiles,
  databases: readonly string[],
  email = 'wasteland@localhost',
): Promise<string> {
  makeDirectories(files);
  writeDoltSettings(files, email);
  const missing = databases.filter((name) => !existsSync(join(files.dir, name, '.dolt')));
  const made = missing.map((name) => `CREATE DATABASE IF NOT EXISTS \`${name}\``);
  if (!existsSync(files.password)) {
    // No password: a first start, or one that died before it was done. Its accounts are worth nothing without it.
    rmSync(files.privileges, { force: true });
    const password = randomBytes(24).toString('base64url');
    await runOffline(bin, files, [...made, ...accounts(password)]);
    writeWhole(files.password, `${password}\n`);
    return password;
  }
  const password = readFileSync(files.password, 'utf8').trim();
  if (made.length > 0) await runOffline(bin, files, made, password);
  return password;
}

/** Dolt phones home unless it is told not to. The author of what COMMIT commits is the one whom it finds here when it starts. */
function writeDoltSettings(files: ServerFiles, email: string): void {
  const settings = {
    'metrics.disabled': 'true',
    'versioncheck.disabled': 'true',
    'user.name': committer,
    'user.email': email,
  };
  mkdirSync(join(files.home, '.dolt'), { recursive: true, mode: 0o700 });
  writeWhole(join(files.home, '.dolt', 'config_global.json'), JSON.stringify(settings));
}

/** The node's account may do everything from this machine. A clone without credentials comes as `root` with an empty password
 * (dolt.md), and may do nothing but that. */
function accounts(password: string): string[] {
  return [
    `CREATE USER '${adminUser}'@'localhost' IDENTIFIED BY '${password}'`,
    `GRANT ALL ON *.* TO '${adminUser}'@'localhost' WITH GRANT OPTION`,
    `CREATE USER 'root'@'%'`,
    `GRANT CLONE_ADMIN ON *.* TO 'root'@'%'`,
    `DROP USER 'root'@'localhost'`,
  ];
}

/** Runs statements with the `dolt` program while no server runs. They go through stdin: arguments are seen by everyone. */
async function runOffline(bin: string, files: ServerFiles, statements: string[], password?: string): Promise<void> {
  const args = ['--data-dir', files.dir, '--doltcfg-dir', files.doltcfg, '--privilege-file', files.privileges];
  const env = serverEnvironment(files, password === undefined ? {} : { DOLT_CLI_PASSWORD: password });
  if (password !== undefined) {
    args.push('--user', adminUser);
  }
  const child = spawn(bin, [...args, 'sql'], { cwd: files.dir, env, stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.on('error', () => {});
  child.stdin.end(statements.map((statement) => `${statement};\n`).join(''));
  const [code, errors] = await Promise.all([ended, text(child.stderr)]);
  if (code !== 0) {
    const locked = errors.includes('locked by another dolt process');
    const said = errors.trim().split('\n').at(-1) ?? '';
    throw new WastelandError(locked ? 'already_running' : 'unavailable', `Dolt can't prepare ${files.dir}: ${said}`);
  }
}

function writeWhole(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, file);
}
