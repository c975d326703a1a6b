import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { variables } from '../../src/config/env.ts';
import { loadSecrets } from '../../src/config/secrets.ts';
import { defaultDoors } from '../../src/domain/reputation/doors.ts';
import { defaultTiers } from '../../src/domain/reputation/tiers.ts';
import { defaultDamping } from '../../src/domain/reputation/weights.ts';
import { createLog, logLevels, logReady } from '../../src/log.ts';

function directory(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'wasteland-test-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

t.test('an empty environment gives the documented defaults', async (t) => {
  t.same(loadConfig({ HOME: '/home/u', PATH: '/bin' }), {
    dataDir: resolve('data'),
    host: '127.0.0.1',
    port: 8080,
    name: 'wasteland',
    dolt: { path: '/bin', cacheDir: '/home/u/.cache', env: {}, remotePort: 50051 },
    syncSchedule: '*/5 * * * *',
    registration: 'open',
    tiers: { ...defaultTiers, doors: defaultDoors.least, claims: defaultDoors.claims },
    trust: { damping: defaultDamping, combine: 'together' },
    publishView: true,
    trustProxy: ['loopback'],
    allowPrivatePeers: false,
    githubUrl: 'https://api.github.com',
    logLevel: 'info',
    warnings: [],
  });
  t.same(
    loadConfig({ WASTELAND_PORT: '', HOME: '/home/u', PATH: '/bin' }),
    loadConfig({ HOME: '/home/u', PATH: '/bin' }),
  );
});

t.test('every variable is heard', async (t) => {
  const config = loadConfig({
    WASTELAND_DATA_DIR: '/var/lib/wasteland',
    WASTELAND_HOST: '0.0.0.0',
    WASTELAND_PORT: '0',
    WASTELAND_PUBLIC_URL: 'https://board.example/',
    WASTELAND_NAME: 'Brett für alle',
    WASTELAND_DOLT_REMOTE_PORT: 'off',
    WASTELAND_DOLT_REMOTE_URL: 'https://board.example:50051',
    WASTELAND_DOLT_BIN: '/opt/dolt',
    WASTELAND_SECRET: 's'.repeat(32),
    WASTELAND_SYNC_SCHEDULE: '0 * * * *',
    WASTELAND_REGISTRATION: 'closed',
    WASTELAND_TIER_CONTRIBUTOR: 'stamps=1',
    WASTELAND_TIER_MAINTAINER: 'mean=4.25, days=0',
    WASTELAND_TIER_DOORS: 'post=1 review=3',
    WASTELAND_TIER_CLAIMS: 'registered=5',
    WASTELAND_TRUST_DAMPING: '0.35',
    WASTELAND_TRUST_COMBINE: 'Minimum',
    WASTELAND_PUBLISH_VIEW: 'false',
    WASTELAND_TRUST_PROXY: '10.0.0.0/8, uniquelocal ::1',
    WASTELAND_ALLOW_PRIVATE_PEERS: 'true',
    WASTELAND_GITHUB_URL: 'https://github.example/api/v3/',
    WASTELAND_LOG_LEVEL: 'silent',
    XDG_CACHE_HOME: '/cache',
    HTTPS_PROXY: 'http://proxy:3128',
    DOLT_REMOTE_PASSWORD: 'not for our Dolt',
  });
  t.same(config, {
    dataDir: '/var/lib/wasteland',
    host: '0.0.0.0',
    port: 0,
    publicUrl: 'https://board.example',
    name: 'Brett für alle',
    dolt: {
      bin: '/opt/dolt',
      path: '',
      cacheDir: '/cache',
      env: { HTTPS_PROXY: 'http://proxy:3128' },
      remotePort: 'off',
      remoteUrl: 'https://board.example:50051',
    },
    secret: 's'.repeat(32),
    syncSchedule: '0 * * * *',
    registration: 'closed',
    tiers: {
      contributor: { ...defaultTiers.contributor, stamps: 1 },
      maintainer: { ...defaultTiers.maintainer, mean: 4.25, days: 0 },
      doors: { ...defaultDoors.least, post: 1, review: 3 },
      claims: { ...defaultDoors.claims, registered: 5 },
    },
    trust: { damping: 0.35, combine: 'minimum' },
    publishView: false,
    trustProxy: ['10.0.0.0/8', 'uniquelocal', '::1'],
    allowPrivatePeers: true,
    githubUrl: 'https://github.example/api/v3',
    logLevel: 'silent',
    warnings: [],
  });
});

t.test('what cannot be meant is refused, by name', async (t) => {
  const wrong: Record<string, string[]> = {
    HOST: ['a\nb'],
    TRUST_PROXY: ['true', 'proxy.example', '10.0.0.0/40'],
    PORT: ['-1', '65536', '80a', '1e3', ' 80'],
    PUBLIC_URL: [
      'board.example',
      'ftp://board.example',
      'https://u:p@board.example',
      'https://board.example/?a=1',
      'https://b/#c',
    ],
    NAME: ['x'.repeat(101), '\u0007'],
    DOLT_REMOTE_PORT: ['on', '70000'],
    DOLT_REMOTE_URL: ['file:///etc'],
    SECRET: ['short'],
    SYNC_SCHEDULE: ['now and then', '99 * * * *'],
    REGISTRATION: ['maybe'],
    TIER_CONTRIBUTOR: ['stamps', 'stamps=', 'stamps=-1', 'stamps=1.5', 'stamp=1', 'toString=1', 'days=1e3'],
    TIER_MAINTAINER: ['mean=5.5'],
    TIER_DOORS: ['post=4', 'submit=1', 'post=maintainer'],
    TIER_CLAIMS: ['registered=many'],
    TRUST_DAMPING: ['1', '0.96', '-0.1', 'much'],
    TRUST_COMBINE: ['maximum'],
    ALLOW_PRIVATE_PEERS: ['perhaps'],
    GITHUB_URL: ['github', 'ftp://github.example', 'https://me:secret@github.example'],
    LOG_LEVEL: ['loud'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const message = new RegExp(`WASTELAND_${name}\\b`);
      t.throws(() => loadConfig({ [`WASTELAND_${name}`]: value }), { code: 'bad_config', message }, `${name}=${value}`);
    }
  }
});

t.test('a port is any number from 0 to 65535 and nothing else', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: -100, max: 200_000 }), (port) => {
      const env = { WASTELAND_PORT: String(port) };
      if (port >= 0 && port <= 65535) {
        return loadConfig(env).port === port;
      }
      try {
        loadConfig(env);
        return false;
      } catch {
        return true;
      }
    }),
  );
  t.pass('held for all');
});

t.test('misspelt variables are pointed out', async (t) => {
  t.match(loadConfig({ WASTELAND_PROT: '1', OTHER: 'x' }).warnings, [/^WASTELAND_PROT /]);
  const known = Object.fromEntries(variables.map(({ name }) => [`WASTELAND_${name}`, '']));
  t.same(loadConfig(known).warnings, []);
});

t.test('a secret may stand in a file', async (t) => {
  const file = join(directory(t), 'secret');
  writeFileSync(file, `${'f'.repeat(40)}\n`);
  t.equal(loadConfig({ WASTELAND_SECRET_FILE: file }).secret, 'f'.repeat(40));
  const both = { WASTELAND_SECRET_FILE: file, WASTELAND_SECRET: 's'.repeat(40) };
  t.throws(() => loadConfig(both), { code: 'bad_config', message: /not both/ });
  t.throws(() => loadConfig({ WASTELAND_SECRET_FILE: `${file}.not` }), { code: 'bad_config', message: /SECRET_FILE/ });
  t.equal(loadConfig({ WASTELAND_NAME_FILE: file }).name, 'wasteland', 'only for secrets');
});

t.test('secrets are made once, kept, and for the owner only', async (t) => {
  const dataDir = join(directory(t), 'new', 'data');
  const first = loadSecrets({ dataDir });
  t.match(first, { secret: /^[\w-]{43}$/, adminToken: /^[\w-]{43}$/ });
  t.not(first.secret, first.adminToken);
  t.same(loadSecrets({ dataDir }), first);
  t.equal(loadSecrets({ dataDir, secret: 'x'.repeat(32) }).secret, 'x'.repeat(32));
  for (const name of ['secret', 'admin-token']) {
    const file = join(dataDir, name);
    t.equal(statSync(file).mode & 0o777, 0o600);
    chmodSync(file, 0o644);
    loadSecrets({ dataDir });
    t.equal(statSync(file).mode & 0o777, 0o600, `${name} is closed again`);
  }
  t.equal(readFileSync(join(dataDir, 'admin-token'), 'utf8').trim(), first.adminToken);
});

t.test('a lost secret is not replaced beside keys that need it', async (t) => {
  const dataDir = directory(t);
  writeFileSync(join(dataDir, 'node.sqlite'), '');
  t.throws(() => loadSecrets({ dataDir }), { code: 'bad_config', message: /secret is missing/ });
  t.ok(loadSecrets({ dataDir, secret: 'x'.repeat(32) }).adminToken, 'one that is given will do');
  writeFileSync(join(dataDir, 'secret'), '');
  t.throws(() => loadSecrets({ dataDir }), { code: 'bad_config', message: /fewer than 32/ });
});

t.test('the ready line is printed at every level', async (t) => {
  for (const level of logLevels) {
    const lines: string[] = [];
    const log = createLog(level, { write: (line) => void lines.push(line) });
    const line = {
      url: 'http://127.0.0.1:1',
      remotes: { ledger: 'http://a/ledger', commons: 'http://a/commons' },
      node: 'id',
    };
    logReady(log, line);
    t.equal(lines.length, 1, level);
    t.match(JSON.parse(lines[0] ?? ''), { msg: 'ready', ...line });
  }
});
