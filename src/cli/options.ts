import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { NodeClient } from '../client/node-client.ts';
import { loadConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { processEnvironment, readVariable } from '../config/env.ts';
import type { VariableName } from '../config/env.ts';
import { UsageError } from './terminal/exit-codes.ts';

/** Options that many commands share, and what they mean. */

export interface JsonOption {
  json?: boolean;
}

export interface NodeOptions extends JsonOption {
  url?: string;
}

export interface AdminOptions extends NodeOptions {
  adminToken?: string;
}

export interface ActingOptions extends NodeOptions {
  token?: string;
  key?: string;
}

export interface DataDirOptions extends JsonOption {
  dataDir?: string;
}

/** Where a node listens when nobody says otherwise. */
const defaultUrl = 'http://127.0.0.1:8080';

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print the exact answer as JSON');
}

/** Adds the options of commands that ask a node. */
export function withNode(command: Command): Command {
  return withJson(command).option('--url <url>', `the node to ask (WASTELAND_URL; else ${defaultUrl})`);
}

/** Adds the options of commands that only the node's operator may use. */
export function withAdmin(command: Command): Command {
  return withNode(command).option(
    '--admin-token <token>',
    "the operator's token (WASTELAND_ADMIN_TOKEN; else the file admin-token in the data directory)",
  );
}

/** Adds the options of commands that act as a rig. */
export function withActing(command: Command): Command {
  return withNode(command)
    .option('--token <token>', 'act as the rig of this token, whose key the node holds (WASTELAND_TOKEN)')
    .option('--key <name>', 'act with this key of your own');
}

/** Adds the options of commands that work on a data directory. */
export function withDataDir(command: Command): Command {
  return withJson(command).option('--data-dir <path>', "the node's data directory (WASTELAND_DATA_DIR; else ./data)");
}

/** A variable of the command line's environment. */
export function variable(name: VariableName): string | undefined {
  return readVariable(processEnvironment(), name);
}

/** The URL that the options or the environment name. */
export function urlOf(options: NodeOptions): string {
  const url = options.url ?? variable('URL') ?? defaultUrl;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
    return url;
  }
  throw new UsageError(`${url} is not an http or https URL`);
}

/** A client without credentials. */
export function nodeOf(options: NodeOptions): NodeClient {
  return new NodeClient({ url: urlOf(options) });
}

/** A client with the operator's token. A sync answers when it is done, so it waits longer. */
export function adminOf(options: AdminOptions): NodeClient {
  const token = options.adminToken ?? variable('ADMIN_TOKEN') ?? adminTokenFile();
  if (token === undefined) {
    throw new UsageError(
      'no admin token: give --admin-token or WASTELAND_ADMIN_TOKEN, or name the data directory with WASTELAND_DATA_DIR',
    );
  }
  return new NodeClient({ url: urlOf(options), token, timeout: 600_000 });
}

function adminTokenFile(): string | undefined {
  const file = join(configOf({}).dataDir, 'admin-token');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** The node's configuration, from the environment and `--data-dir`. */
export function configOf(options: DataDirOptions): Config {
  const given = options.dataDir === undefined ? {} : { WASTELAND_DATA_DIR: options.dataDir };
  return loadConfig({ ...processEnvironment(), ...given });
}

/** Reads an option that is a whole number. */
export function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is not a whole number.');
}

/** Collects an option that may be repeated. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}
