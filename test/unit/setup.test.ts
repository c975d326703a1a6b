import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { cachedDolt, DOLT_VERSION, findDolt, isAtLeast, userCacheDir } from '../../scripts/find-dolt.mjs';
import { cachedHelm } from '../../scripts/find-helm.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

function directory(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'wasteland-test-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function script(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

function fakeDolt(file: string, version: string): string {
  return script(file, `echo "dolt version ${version}"\necho "Warning: something else"`);
}

/** Runs a function of a set-up script in a process of its own; rejects with what it wrote when it fails. */
async function call(module: string, expression: string, env: Record<string, string>): Promise<string> {
  const code = `import * as it from ${JSON.stringify(join(root, 'scripts', module))};
    try { console.log(await it.${expression}) } catch (error) { console.error(error.message); process.exitCode = 1 }`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env });
  return stdout.trim().split('\n').at(-1) ?? '';
}

const getDolt = (env: Record<string, string>): Promise<string> =>
  call('get-dolt.mjs', `getDolt(${JSON.stringify(root)}, process.env)`, env);

t.test('versions compare by number', async (t) => {
  t.ok(isAtLeast('1.83.0', '1.83.0'));
  t.ok(isAtLeast('1.100.0', '1.83.2'));
  t.ok(isAtLeast('2.0.0', '1.83.2'));
  t.notOk(isAtLeast('1.82.9', '1.83.0'));
  t.notOk(isAtLeast('1.9.0', '1.83.0'));
  t.ok(isAtLeast('1.26', '1.26'));
  t.ok(isAtLeast('1.26.3', '1.26'));
  t.notOk(isAtLeast('1.25.9', '1.26'));
});

t.test('Dolt is looked for where the design says, in that order', async (t) => {
  const base = directory(t);
  const cacheDir = join(base, 'cache');
  const named = fakeDolt(join(base, 'named'), '1.90.0');
  const onPath = fakeDolt(join(base, 'path', 'dolt'), '1.84.1');
  const old = fakeDolt(join(base, 'old', 'dolt'), '1.50.0');
  mkdirSync(join(base, 'odd', 'dolt'), { recursive: true });
  const path = [dirname(old), join(base, 'odd'), '/nowhere', dirname(onPath)].join(':');

  t.equal(await findDolt({ path: '', cacheDir }), undefined);
  t.same(await findDolt({ path, cacheDir }), { bin: onPath, version: '1.84.1' }, 'one that is too old is passed over');
  t.same(await findDolt({ bin: named, path, cacheDir }), { bin: named, version: '1.90.0' });
  await t.rejects(findDolt({ bin: old, path, cacheDir }), {
    message: /is Dolt 1\.50\.0, but at least 1\.83\.0 is needed/,
  });
  await t.rejects(findDolt({ bin: '/nowhere', path, cacheDir }), { message: /not an executable file/ });
  await t.rejects(findDolt({ bin: script(join(base, 'other'), 'echo hello'), path, cacheDir }), {
    message: /dolt version/,
  });

  const cached = fakeDolt(cachedDolt(cacheDir), DOLT_VERSION);
  t.same(await findDolt({ path, cacheDir }), { bin: onPath, version: '1.84.1' });
  t.same(await findDolt({ path: dirname(old), cacheDir }), { bin: cached, version: DOLT_VERSION });
  t.equal(userCacheDir({ XDG_CACHE_HOME: '/x', HOME: '/h' }), '/x');
  t.equal(userCacheDir({ XDG_CACHE_HOME: 'relative', HOME: '/h' }), '/h/.cache');
});

t.test('to be asked for its version, Dolt gets a home of its own that is gone afterwards', async (t) => {
  const base = directory(t);
  const scratch = join(base, 'data');
  const bin = script(
    join(base, 'dolt'),
    `echo "$HOME $DOLT_ROOT_PATH $TMPDIR $DOLT_DISABLE_EVENT_FLUSH $(cat "$HOME/.dolt/config_global.json")" > ${base}/seen; echo dolt version 1.90.0`,
  );
  const seen = async (): Promise<string> => {
    t.match(await findDolt({ bin, cacheDir: base, scratch }), { version: '1.90.0' });
    return readFileSync(join(base, 'seen'), 'utf8');
  };
  t.ok((await seen()).startsWith(`${tmpdir()}/`), 'while there is no data directory yet');
  mkdirSync(scratch);
  const [home, root, temporary, noFlush, settings] = (await seen()).trim().split(' ');
  t.equal(dirname(home ?? ''), scratch);
  t.same([root, temporary, noFlush], [home, home, '1']);
  t.match(JSON.parse(settings ?? ''), { 'versioncheck.disabled': 'true', 'metrics.disabled': 'true' });
  t.same(readdirSync(scratch), []);
});

t.test('Dolt is built once for a user, however many ask at the same time', async (t) => {
  const base = directory(t);
  const builds = join(base, 'builds');
  mkdirSync(builds);
  const go = `if [ "$1" = env ]; then echo go1.26.0; exit; fi
    while [ "$1" != -o ]; do shift; done
    : > "${builds}/$$"
    printf '#!/bin/sh\\necho "dolt version ${DOLT_VERSION}"\\n' > "$2"
    /bin/chmod 755 "$2"`;
  script(join(base, 'bin', 'go'), go);
  const env = { PATH: join(base, 'bin'), XDG_CACHE_HOME: join(base, 'cache') };
  const found = await Promise.all([1, 2, 3].map(() => getDolt(env)));
  t.same(new Set(found), new Set([cachedDolt(env.XDG_CACHE_HOME)]));
  t.equal(readdirSync(builds).length, 1);
  t.same(readdirSync(dirname(cachedDolt(env.XDG_CACHE_HOME))), ['dolt'], 'nothing else is left there');
});

t.test('a build that fails says what it lacks', async (t) => {
  const base = directory(t);
  script(
    join(base, 'bin', 'go'),
    'if [ "$1" = env ]; then echo go1.26.0; exit; fi; echo "cgo: no C compiler" >&2; exit 1',
  );
  const env = { PATH: join(base, 'bin'), XDG_CACHE_HOME: join(base, 'cache') };
  await t.rejects(getDolt(env), { stderr: /cgo: no C compiler[^]*WASTELAND_DOLT_BIN/, code: 1 });
  t.same(readdirSync(dirname(cachedDolt(env.XDG_CACHE_HOME))), [], 'no half binary is kept');
});

t.test('without a Go that is new enough, a release is downloaded', async (t) => {
  const base = directory(t);
  const machine = `dolt-${process.platform}-${{ x64: 'amd64', arm64: 'arm64' }[process.arch as 'x64' | 'arm64']}`;
  fakeDolt(join(base, 'release', machine, 'bin', 'dolt'), DOLT_VERSION);
  await run('tar', ['-czf', join(base, 'dolt.tar.gz'), '-C', join(base, 'release'), machine]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/mirror')) {
      response.end(readFileSync(join(base, 'dolt.tar.gz')));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  script(join(base, 'bin', 'go'), 'echo go1.24.1');
  for (const tool of ['tar', 'gzip']) {
    const { stdout } = await run('sh', ['-c', `command -v ${tool}`]);
    symlinkSync(stdout.trim(), join(base, 'bin', tool));
  }
  const env = { PATH: join(base, 'bin'), XDG_CACHE_HOME: join(base, 'cache') };

  await t.rejects(getDolt({ ...env, WASTELAND_DOLT_RELEASES: `${url}/empty` }), {
    stderr: /Go 1\.24\.1 is older[^]* answered 404/,
    code: 1,
  });
  server.closeIdleConnections();
  const unreachable = getDolt({ ...env, PATH: base, WASTELAND_DOLT_RELEASES: 'http://127.0.0.1:1' });
  await t.rejects(unreachable, {
    stderr: /^no Dolt found, there is no Go here, and the download failed: .*\n$/,
    code: 1,
  });

  t.equal(await getDolt({ ...env, WASTELAND_DOLT_RELEASES: `${url}/mirror` }), cachedDolt(env.XDG_CACHE_HOME));
  t.equal(asked.at(-1), `/mirror/v${DOLT_VERSION}/${machine}.tar.gz`);
});

t.test('Helm is taken from PATH when it renders as we expect, else built once', async (t) => {
  const base = directory(t);
  const env = { PATH: join(base, 'bin'), XDG_CACHE_HOME: join(base, 'cache') };
  const getHelm = (): Promise<string> => call('get-helm.mjs', `getHelm(${JSON.stringify(root)}, process.env)`, env);
  await t.rejects(getHelm(), { stderr: /^no Helm found, and there is no Go here\. Install Go .*\n$/, code: 1 });

  const go = `if [ "$1" = env ]; then echo go1.26.0; exit; fi
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\n' > "$2" && /bin/chmod 755 "$2"`;
  script(join(base, 'bin', 'go'), go);
  const onPath = script(join(base, 'bin', 'helm'), 'echo v4.0.0+g1');
  t.same(
    await Promise.all([getHelm(), getHelm()]),
    [1, 2].map(() => cachedHelm(env.XDG_CACHE_HOME)),
  );
  script(onPath, 'echo v3.19.2+g8766e71');
  t.equal(await getHelm(), onPath);
});

t.test('a lock lets one process in at a time, and that of a dead one is broken', async (t) => {
  const base = directory(t);
  const lock = join(base, 'a.lock');
  // The holder that was killed, under a process id that lives again as somebody else's.
  writeFileSync(lock, JSON.stringify({ pid: process.pid, started: '1', nonce: 'x' }));
  writeFileSync(join(base, 'log'), '');
  const work = `withLock(${JSON.stringify(lock)}, async () => {
    const fs = await import('node:fs');
    fs.appendFileSync(${JSON.stringify(join(base, 'log'))}, 'in\\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    fs.appendFileSync(${JSON.stringify(join(base, 'log'))}, 'out\\n');
  })`;
  await Promise.all([1, 2, 3, 4].map(() => call('lock.mjs', work, {})));
  t.equal(readFileSync(join(base, 'log'), 'utf8'), 'in\nout\n'.repeat(4));
  t.same(readdirSync(base), ['log'], 'nothing is left of it');
});

t.test('dependencies are installed only when the lockfile has changed', async (t) => {
  const base = directory(t);
  const npm = `echo "$@" >> "${base}/calls"; /bin/mkdir -p node_modules/node/bin node_modules/tap
    /bin/ln -sf ${process.execPath} node_modules/node/bin/node
    /bin/mkdir -p node_modules/tap/dist/esm && : > node_modules/tap/dist/esm/run.mjs`;
  script(join(base, 'bin', 'npm'), npm);
  writeFileSync(join(base, 'package-lock.json'), '{}');
  const install = (): Promise<string> =>
    call('install.mjs', `installDependencies(${JSON.stringify(base)})`, { PATH: `${join(base, 'bin')}` });
  const calls = (): string[] => readFileSync(join(base, 'calls'), 'utf8').trim().split('\n');
  await install();
  await install();
  t.match(calls(), [/^ci --include=dev --loglevel=error/]);
  t.equal(calls().length, 1);
  writeFileSync(join(base, 'package-lock.json'), '{ }');
  await install();
  t.equal(calls().length, 2);
  writeFileSync(join(base, 'package-lock.json'), '{  }');
  script(join(base, 'bin', 'npm'), 'echo "no network" >&2; exit 1');
  await t.rejects(install(), { stderr: /npm ci failed[^]*no network[^]*check the network/, code: 1 });
});

t.test('the launcher', async (t) => {
  const old =
    '--import=data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.0.0"}})';
  const base = directory(t);
  const launcher = join(base, 'bin', 'wasteland.mjs');
  mkdirSync(dirname(launcher));
  copyFileSync(join(root, 'bin', 'wasteland.mjs'), launcher);
  writeFileSync(join(base, 'package.json'), '{"type":"module"}');
  await t.rejects(run(process.execPath, [launcher]), { code: 1, stderr: /^wasteland: .*npm run build.*\n$/ });

  mkdirSync(join(base, 'dist', 'cli'), { recursive: true });
  const main = `import { writeSync } from 'node:fs';
    if (process.argv[2] === 'wait') {
      for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { writeSync(1, signal + '\\n'); process.exit(7); });
      setInterval(() => {}, 1000);
      writeSync(1, 'ready\\n');
    } else { console.log(process.argv.slice(2).join(' ')); process.exitCode = 5; }`;
  writeFileSync(join(base, 'dist', 'cli', 'main.js'), main);
  await t.rejects(run(process.execPath, [old, launcher]), {
    code: 1,
    stderr: /^wasteland: Node 24 or newer is needed.*\n$/,
  });

  mkdirSync(join(base, 'node_modules', 'node', 'bin'), { recursive: true });
  symlinkSync(process.execPath, join(base, 'node_modules', 'node', 'bin', 'node'));
  for (const [name, options] of [
    ['with its own Node', []],
    ['with the one in node_modules', [old]],
  ] as const) {
    await t.test(name, async (t) => {
      const args = [...options, launcher];
      await t.rejects(run(process.execPath, [...args, 'a', '--b']), { code: 5, stdout: 'a --b\n' });
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        const child = spawn(process.execPath, [...args, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          if (output === 'ready\n') {
            child.kill(signal);
          }
        });
        const [code] = (await once(child, 'close')) as [number];
        t.equal(code, 7);
        t.equal(output, `ready\n${signal}\n`);
      }
    });
  }
});

t.test('a signal to npm start reaches the node, and its exit code comes back', async (t) => {
  const base = directory(t);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  writeFileSync(join(base, 'package.json'), JSON.stringify({ scripts: { start: scripts.start } }));
  mkdirSync(join(base, 'bin'));
  const program = "process.once('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up');";
  writeFileSync(join(base, 'bin', 'wasteland.mjs'), program);
  const npm = spawn('npm', ['start'], { cwd: base, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  t.teardown(() => {
    try {
      process.kill(-(npm.pid ?? 0), 'SIGKILL');
    } catch {
      // All of them are gone, as it should be.
    }
  });
  npm.stdout.on('data', (chunk: Buffer) => void (/^up$/m.test(chunk.toString()) && npm.kill('SIGTERM')));
  const [code] = (await once(npm, 'close', { signal: AbortSignal.timeout(15_000) })) as [number];
  t.equal(code, 7);
});

t.test('the set-up of this clone has nothing left to do', async (t) => {
  t.ok(existsSync(join(root, 'node_modules', '.wasteland-lockfile')), 'npm test runs it first');
});
