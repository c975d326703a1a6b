import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function packedFiles(): Promise<string[]> {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
  return packed?.files.map(({ path }) => path) ?? [];
}

/** What a module of the package imports by a relative path, as paths from the package's root. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map((match) => posix.join(posix.dirname(path), match[1] ?? ''));
}

t.test('the package holds all that its entries need, and nothing else', async (t) => {
  const files = new Set(await packedFiles());
  const entries = [
    'bin/wasteland.mjs',
    'dist/cli/main.js',
    'dist/client/index.js',
    'migrations/001.do.ledger.sql',
    'assets/site.css',
    'docs/README.md',
    'examples/skills/wasteland/SKILL.md',
  ];
  for (const entry of entries) t.ok(files.has(entry), entry);
  const modules = [...files].filter((path) => /\.m?js$/.test(path));
  t.ok(modules.length > 100, `${modules.length} modules`);
  t.strictSame(
    modules.flatMap((path) => importsOf(path).filter((imported) => !files.has(imported))),
    [],
    'every relative import leads to a file of the package',
  );
  const declared = [...files].filter((path) => /^dist\/(client|identity|wire)\/.*\.js$/.test(path));
  for (const path of declared) t.ok(files.has(path.replace(/\.js$/, '.d.ts')), `types of ${path}`);
  const others = [...files].filter(
    (path) => !/^(assets|bin|dist|docs|examples\/skills|migrations|openapi|schema|scripts)\//.test(path),
  );
  t.strictSame(others.sort(), ['FEDERATION.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']);
  t.notOk(files.has('scripts/setup.mjs'), 'the set-up of a clone is none of it');
});

t.test('the package gives its client by name', async (t) => {
  const client = (await import('wasteland/client')) as Record<string, unknown>;
  for (const name of ['NodeClient', 'SigningClient', 'ClientError', 'newRig', 'generateKey', 'rotateKey']) {
    t.type(client[name], 'function', name);
  }
});
