import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import cron from 'node-cron';
import { userCacheDir } from '../../scripts/find-dolt.mjs';
import { WastelandError } from '../errors.ts';
import { logLevels, type LogLevel } from '../log.ts';
import {
  readVariable,
  unknownVariables,
  variables,
  type Environment,
  type Variable,
  type VariableName,
} from './env.ts';
import { namedNumbers } from './numbers.ts';

export interface DoltConfig {
  /** The binary that the operator named. */
  bin?: string;
  /** Where else a binary may be: PATH, and the user's cache directory. */
  path: string;
  cacheDir: string;
  /** What Dolt's own outbound connections need: proxies and certificate authorities. */
  env: Record<string, string>;
  remotePort: number | 'off';
  /** Without a slash at the end. */
  remoteUrl?: string;
}

type Numbers<Name extends string> = Record<Name, number>;
type Threshold = 'completions' | 'stamps' | 'validators' | 'days' | 'mean';

export interface TiersConfig {
  contributor: Numbers<Threshold>;
  maintainer: Numbers<Threshold>;
  /** Tiers by what they may do, from 0 to 3. */
  doors: Numbers<'post' | 'claim' | 'review' | 'contribute'>;
  claims: Numbers<'drifter' | 'registered' | 'contributor' | 'maintainer'>;
}

export interface Config {
  /** Absolute. */
  dataDir: string;
  host: string;
  port: number;
  /** Without a slash at the end. */
  publicUrl?: string;
  name: string;
  dolt: DoltConfig;
  secret?: string;
  syncSchedule: string;
  registration: 'open' | 'invite' | 'closed';
  tiers: TiersConfig;
  trust: { damping: number; combine: 'together' | 'minimum' };
  publishView: boolean;
  /** Addresses, networks and words, as Fastify takes them. */
  trustProxy: string[];
  allowPrivatePeers: boolean;
  /** Without a slash at the end. */
  githubUrl: string;
  logLevel: LogLevel;
  /** One sentence for each thing that is odd but no error. */
  warnings: string[];
}

const passedToDolt = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** The configuration that an environment asks for; throws `bad_config` with one sentence that names the variable. */
export function loadConfig(env: Environment): Config {
  const publicUrl = optionalUrl(env, 'PUBLIC_URL');
  const secret = readSecret(env);
  return {
    dataDir: resolve(text(env, 'DATA_DIR', 1000)),
    host: text(env, 'HOST', 255),
    port: port(env, 'PORT'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    name: text(env, 'NAME', 100),
    dolt: doltConfig(env),
    ...(secret === undefined ? {} : { secret }),
    syncSchedule: schedule(env),
    registration: oneOf(env, 'REGISTRATION', ['open', 'invite', 'closed']),
    tiers: tiersConfig(env),
    trust: { damping: damping(env), combine: oneOf(env, 'TRUST_COMBINE', ['together', 'minimum']) },
    publishView: isTrue(env, 'PUBLISH_VIEW'),
    trustProxy: proxies(env),
    allowPrivatePeers: isTrue(env, 'ALLOW_PRIVATE_PEERS'),
    githubUrl: readUrl('GITHUB_URL', given(env, 'GITHUB_URL')),
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels),
    warnings: unknownVariables(env).map((name) => `${name} is not a variable that this version knows`),
  };
}

function doltConfig(env: Environment): DoltConfig {
  const bin = readVariable(env, 'DOLT_BIN');
  const remoteUrl = optionalUrl(env, 'DOLT_REMOTE_URL');
  const passed = passedToDolt.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return {
    ...(bin === undefined ? {} : { bin }),
    path: env['PATH'] ?? '',
    cacheDir: userCacheDir(env),
    env: Object.fromEntries(passed),
    remotePort: given(env, 'DOLT_REMOTE_PORT') === 'off' ? 'off' : port(env, 'DOLT_REMOTE_PORT', ' or off'),
    ...(remoteUrl === undefined ? {} : { remoteUrl }),
  };
}

function tiersConfig(env: Environment): TiersConfig {
  const many = { from: 0, to: 1_000_000 };
  const thresholds = {
    completions: many,
    stamps: many,
    validators: many,
    days: many,
    mean: { from: 0, to: 5, fractions: true },
  } as const;
  const tier = { from: 0, to: 3 };
  return {
    contributor: namedNumbers(env, 'TIER_CONTRIBUTOR', thresholds),
    maintainer: namedNumbers(env, 'TIER_MAINTAINER', thresholds),
    doors: namedNumbers(env, 'TIER_DOORS', { post: tier, claim: tier, review: tier, contribute: tier }),
    claims: namedNumbers(env, 'TIER_CLAIMS', {
      drifter: many,
      registered: many,
      contributor: many,
      maintainer: many,
    }),
  };
}

function given(env: Environment, name: VariableName): string {
  const variable: Variable | undefined = variables.find((each) => each.name === name);
  return readVariable(env, name) ?? variable?.default ?? '';
}

function refuse(name: VariableName, value: string, wanted: string): never {
  throw new WastelandError('bad_config', `WASTELAND_${name}=${value} is not ${wanted}`);
}

function text(env: Environment, name: VariableName, most: number): string {
  const value = given(env, name);
  const readable = value.length <= most && /^\P{Cc}+$/u.test(value);
  return readable ? value : refuse(name, JSON.stringify(value.slice(0, 80)), `1 to ${most} printable characters`);
}

function port(env: Environment, name: VariableName, alternative = ''): number {
  const value = given(env, name);
  const valid = /^\d{1,5}$/.test(value) && Number(value) <= 65535;
  return valid ? Number(value) : refuse(name, value, `a port from 0 to 65535${alternative}`);
}

function oneOf<const T extends string>(env: Environment, name: VariableName, allowed: readonly T[]): T {
  const value = given(env, name).toLowerCase();
  return allowed.find((each) => each === value) ?? refuse(name, value, `one of ${allowed.join(', ')}`);
}

function damping(env: Environment): number {
  const value = given(env, 'TRUST_DAMPING');
  const valid = /^0(\.\d{1,9})?$/.test(value) && Number(value) <= 0.95;
  return valid ? Number(value) : refuse('TRUST_DAMPING', value, 'a number from 0 to 0.95');
}

function isTrue(env: Environment, name: VariableName): boolean {
  return ['true', '1'].includes(oneOf(env, name, ['true', 'false', '1', '0']));
}

function proxies(env: Environment): string[] {
  const value = given(env, 'TRUST_PROXY');
  const named = value.split(/[\s,]+/).filter((each) => each !== '');
  const known = (each: string): boolean =>
    ['loopback', 'linklocal', 'uniquelocal'].includes(each) || ipaddr.isValid(each) || ipaddr.isValidCIDR(each);
  if (named.length > 0 && named.every(known)) return named;
  return refuse('TRUST_PROXY', value, 'a list of addresses, networks, loopback, linklocal or uniquelocal');
}

function schedule(env: Environment): string {
  const value = given(env, 'SYNC_SCHEDULE');
  return cron.validate(value) ? value : refuse('SYNC_SCHEDULE', value, 'a cron expression such as */5 * * * *');
}

function optionalUrl(env: Environment, name: 'PUBLIC_URL' | 'DOLT_REMOTE_URL'): string | undefined {
  const value = readVariable(env, name);
  return value === undefined ? undefined : readUrl(name, value);
}

function readUrl(name: VariableName, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  return plain
    ? url.href.replace(/\/+$/, '')
    : refuse(name, value, 'an http or https URL without user, query and fragment');
}

function readSecret(env: Environment): string | undefined {
  const secret = readVariable(env, 'SECRET');
  if (secret !== undefined && secret.length < 32) {
    throw new WastelandError('bad_config', 'WASTELAND_SECRET has fewer than 32 characters');
  }
  return secret;
}
