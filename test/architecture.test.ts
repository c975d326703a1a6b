import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import ts from 'typescript';

/**
 * Imports go one way. A house is a directory of src/, or the name of a file directly in it; what isn't listed is not
 * allowed. `type context` means the type of the context and nothing of its values.
 */
const mayImport: Record<string, readonly string[]> = {
  main: ['config', 'data-dir', 'context', 'http', 'mcp', 'web', 'schedule'],
  'data-dir': ['config', 'ledger', 'operations'],
  context: [
    'data-dir',
    'config',
    'operations',
    'federation',
    'domain',
    'identity',
    'ledger',
    'commons',
    'readmodel',
    'private',
    'net',
    'wire',
  ],
  cli: [
    'operations',
    'federation',
    'wire',
    'domain',
    'main',
    'config',
    'data-dir',
    'context',
    'http',
    'identity',
    'net',
    'client',
    'mcp',
  ],
  http: ['operations', 'federation', 'wire', 'domain', 'type context'],
  web: ['operations', 'federation', 'wire', 'domain', 'type context', 'http'],
  mcp: ['operations', 'federation', 'wire', 'domain', 'type context', 'client'],
  schedule: ['operations', 'federation', 'type context'],
  operations: ['domain', 'identity', 'ledger', 'commons', 'readmodel', 'private', 'net', 'wire'],
  client: ['identity', 'wire'],
  federation: ['domain', 'identity', 'ledger', 'readmodel', 'private', 'net', 'wire'],
  ledger: ['readmodel', 'domain', 'identity', 'wire'],
  commons: ['ledger', 'readmodel', 'domain', 'wire'],
  readmodel: ['domain', 'wire'],
  identity: ['domain', 'wire'],
  private: ['domain', 'wire'],
  net: ['wire'],
  domain: ['wire'],
  wire: [],
  config: [],
  errors: ['type wire'],
  clock: [],
  log: [],
};

/** Used by all but the two that import nothing of ours. */
const byAll = ['errors', 'clock', 'log'];
const importNothing = ['wire', 'clock'];

/** Plain JavaScript outside src/ that the set-up shares with the node. */
const shared: Record<string, readonly string[]> = { 'scripts/find-dolt.mjs': ['config', 'ledger'] };

interface Module {
  /** Path from src/, with slashes. */
  path: string;
  text: string;
}

interface Import {
  from: string;
  typesOnly: boolean;
  /** Loaded when it comes to it, not at the start. */
  later: boolean;
}

/** Everything in one module that the house rules don't allow, a sentence each. */
function violations(module: Module): string[] {
  const source = ts.createSourceFile(module.path, module.text, ts.ScriptTarget.Latest, true);
  const house = houseOf(module.path);
  const imports = importsOf(source);
  return [
    ...imports.flatMap((each) => judgeImport(module.path, house, each)),
    ...judgeNames(source, module.path, house),
  ].map((sentence) => `src/${module.path} ${sentence}`);
}

function houseOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

/** Static and dynamic imports and re-exports. */
function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ from: node.moduleSpecifier.text, typesOnly: bringsTypesOnly(node.importClause), later: false });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ from: node.moduleSpecifier.text, typesOnly: node.isTypeOnly, later: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      found.push({
        from: name && ts.isStringLiteralLike(name) ? name.text : '(computed)',
        typesOnly: false,
        later: true,
      });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push({ from: (node.argument.literal as ts.StringLiteral).text, typesOnly: true, later: true });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function bringsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) {
    return false;
  }
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) {
    return true;
  }
  const names = clause.namedBindings;
  const named = names !== undefined && ts.isNamedImports(names) && names.elements.length > 0;
  return clause.name === undefined && named && names.elements.every((element) => element.isTypeOnly);
}

function judgeImport(path: string, house: string, { from, typesOnly }: Import): string[] {
  if (!from.startsWith('.')) {
    return judgePackage(path, house, from);
  }
  const target = posix.normalize(posix.join('src', posix.dirname(path), from));
  if (!target.startsWith('src/')) {
    return shared[target]?.includes(house) ? [] : [`imports ${target}, which is outside src/`];
  }
  const other = houseOf(target.slice('src/'.length));
  const allowed = mayImport[house];
  if (allowed === undefined) {
    return [`is in no house that style.md knows`];
  }
  if (other === house || allowed.includes(other)) {
    return [];
  }
  if (byAll.includes(other) && !importNothing.includes(house)) {
    return [];
  }
  if (typesOnly && allowed.includes(`type ${other}`)) {
    return [];
  }
  return [`imports ${target}: ${house} may not import ${other}`];
}

/** Packages that only some houses may hold in their hands: file paths from src/ that may. */
const kept: readonly { packages: RegExp; name: string; by: RegExp }[] = [
  { packages: /^mysql2(\/|$)/, name: 'MySQL', by: /^(ledger|commons)\/|^federation\/inbox[^/]*\.ts$/ },
  { packages: /^node:sqlite$/, name: 'SQLite', by: /^(readmodel|private)\// },
  { packages: /^undici(\/|$)/, name: 'an HTTP client', by: /^(net|client)\// },
  { packages: /^fastify$|^@fastify\//, name: 'Fastify', by: /^(http|web|mcp)\/|^(main|context)\.ts$/ },
];

function judgePackage(path: string, house: string, from: string): string[] {
  const found = kept
    .filter(({ packages, by }) => packages.test(from) && !by.test(path))
    .map(({ name }) => `imports ${from}: no place for ${name}`);
  if (house === 'wire' && from !== 'typebox') {
    found.push(`imports ${from}: wire imports typebox and nothing else`);
  }
  if (house === 'domain' && from.startsWith('node:') && !pure.includes(from)) {
    found.push(`imports ${from}: domain does no input or output`);
  }
  return found;
}

const pure = ['node:crypto', 'node:module'];

const random = /^(randomBytes|randomUUID|randomInt|randomFill|randomFillSync|generateKeyPair|getRandomValues)$/;

/** Uses of names that belong elsewhere: the environment, fetch, and in domain/ clocks and random numbers. */
function judgeNames(source: ts.SourceFile, path: string, house: string): string[] {
  const found: string[] = [];
  const at = (node: ts.Node): string => `(line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1})`;
  const visit = (node: ts.Node): void => {
    const text = ts.isPropertyAccessExpression(node) || ts.isIdentifier(node) ? node.getText() : '';
    if (/^(globalThis\.)?process\.env$/.test(text) && path !== 'config/env.ts') {
      found.push(`reads process.env ${at(node)}: only config/env.ts does`);
    }
    if (isGlobal(node, 'fetch') && house !== 'net' && house !== 'client') {
      found.push(`uses fetch ${at(node)}: only net/ and client/ do`);
    }
    if (house === 'domain' && (isClock(node) || random.test(text) || text === 'Math.random')) {
      found.push(`asks a clock or for random numbers ${at(node)}: domain/ is pure`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A use of a global by its name, not a member, a parameter or a declaration that happens to be called so. */
function isGlobal(node: ts.Node, name: string): boolean {
  if (ts.isPropertyAccessExpression(node)) {
    return node.getText() === `globalThis.${name}`;
  }
  if (!ts.isIdentifier(node) || node.text !== name) {
    return false;
  }
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node;
  }
  if (ts.isPropertyAssignment(parent)) {
    return parent.initializer === node;
  }
  return !('name' in parent && parent.name === node) && !isDeclaredAround(node, name);
}

/** Whether a function around the node has a parameter of that name, or a block around it a variable. */
function isDeclaredAround(node: ts.Node, name: string): boolean {
  for (let scope = node.parent; scope !== undefined; scope = scope.parent) {
    const parameters = ts.isFunctionLike(scope) ? scope.parameters : [];
    const statements: readonly ts.Statement[] = ts.isBlock(scope) || ts.isSourceFile(scope) ? scope.statements : [];
    const variables = statements.flatMap((each) =>
      ts.isVariableStatement(each) ? [...each.declarationList.declarations] : [],
    );
    if ([...parameters, ...variables].some((each) => each.name.getText() === name)) {
      return true;
    }
  }
  return false;
}

/** `Date.now`, `new Date()` and `Date()` without arguments, `performance.now`, timers; `new Date(ms)` asks no clock. */
function isClock(node: ts.Node): boolean {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const called = node.expression.getText();
    if (/^(setTimeout|setInterval|setImmediate)$/.test(called)) {
      return true;
    }
    return called === 'Date' && (ts.isCallExpression(node) || (node.arguments?.length ?? 0) === 0);
  }
  return ts.isPropertyAccessExpression(node) && /^(Date\.now|performance\.now|process\.hrtime)$/.test(node.getText());
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function modules(): Module[] {
  const src = join(root, 'src');
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(src, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }));
}

t.test('every import and every use in src/ is one that style.md allows', (t) => {
  const all = modules();
  t.ok(all.length > 50, `${all.length} modules read`);
  t.strictSame(all.flatMap(violations), []);
  t.end();
});

/** Every package that is loaded, with all its modules, before the first line of this one runs. */
function packagesAtStart(entry: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = join(root, 'src', path);
    const source = ts.createSourceFile(path, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    for (const { from, typesOnly, later } of importsOf(source)) {
      if (typesOnly || later) continue;
      if (!from.startsWith('.')) packages.add(from);
      else if (from.endsWith('.ts')) visit(posix.normalize(posix.join(posix.dirname(path), from)));
    }
  };
  visit(entry);
  return packages;
}

t.test('a command starts without what only some of them need', (t) => {
  const packages = packagesAtStart('cli/main.ts');
  t.ok(packages.has('commander'), 'packages are found');
  // Its hundreds of modules take longer than most commands take altogether.
  t.notOk(packages.has('typebox'), 'the library of the schemas');
  t.notOk(packages.has('fastify'), 'the server');
  t.end();
});

t.test('a node starts its Dolt before it loads what takes as long', (t) => {
  const packages = packagesAtStart('main.ts');
  t.ok(packages.has('pino'), 'packages are found');
  for (const later of ['typebox', 'fastify', 'mysql2/promise']) t.notOk(packages.has(later), later);
  t.end();
});

t.test('a start loads no package that only some requests need', (t) => {
  const parts = ['context.ts', 'http/server.ts', 'mcp/http/door.ts', 'web/site.ts', 'schedule/tiers.ts'];
  const packages = new Set(parts.flatMap((entry) => [...packagesAtStart(entry)]));
  t.ok(packages.has('fastify'), 'packages are found');
  for (const later of [
    '@stdlib/math-base-special-betaincinv',
    'undici',
    'typebox/value',
    'qrcode',
    'badge-maker',
    'anafanafo',
    'feed',
    '@modelcontextprotocol/server',
  ]) {
    t.notOk(packages.has(later), later);
  }
  t.end();
});

t.test('what signs an act starts without the library of the schemas', (t) => {
  for (const entry of [
    'cli/acting/key-door.ts',
    'cli/keys/keyring.ts',
    'cli/keys/register.ts',
    'client/signing-client.ts',
  ]) {
    t.notOk(packagesAtStart(entry).has('typebox'), entry);
  }
  t.end();
});

t.test('the reading of the rules finds what breaks them', (t) => {
  const broken: [path: string, text: string, sentence: RegExp][] = [
    ['domain/a.ts', "import { x } from '../ledger/writer.ts';", /domain may not import ledger/],
    ['identity/a.ts', "export { x } from '../net/peer-client.ts';", /identity may not import net/],
    [
      'operations/a.ts',
      "const x = await import('../federation/sync-peer.ts');",
      /operations may not import federation/,
    ],
    ['http/a.ts', "import { Context } from '../context.ts';", /http may not import context/],
    ['client/a.ts', "import type { Config } from '../config/config.ts';", /client may not import config/],
    ['wire/a.ts', "import { WastelandError } from '../errors.ts';", /wire may not import errors/],
    ['wire/a.ts', "import { hash } from 'node:crypto';", /typebox and nothing else/],
    ['attic/a.ts', "import { x } from '../wire/codes.ts';", /no house/],
    ['net/a.ts', "import { x } from '../../test/support/x.ts';", /outside src/],
    ['readmodel/a.ts', "import mysql from 'mysql2/promise';", /no place for MySQL/],
    ['federation/sync.ts', "import mysql from 'mysql2/promise';", /no place for MySQL/],
    ['ledger/a.ts', "import { DatabaseSync } from 'node:sqlite';", /no place for SQLite/],
    ['operations/a.ts', "import { request } from 'undici';", /HTTP client/],
    ['operations/a.ts', "import type { FastifyRequest } from 'fastify';", /Fastify/],
    ['domain/a.ts', "import { readFileSync } from 'node:fs';", /input or output/],
    ['cli/a.ts', "const home = process.env['HOME'];", /process\.env/],
    ['cli/a.ts', 'const { HOME } = process.env;', /process\.env/],
    ['operations/a.ts', "await fetch('http://x');", /fetch/],
    ['operations/a.ts', 'const ask = { fetch: globalThis.fetch };', /fetch/],
    ['domain/a.ts', 'const now = Date.now();', /clock/],
    ['domain/a.ts', 'const now = new Date();', /clock/],
    ['domain/a.ts', 'const x = Math.random();', /random/],
    ['domain/a.ts', "import { randomBytes } from 'node:crypto'; randomBytes(8);", /random/],
  ];
  for (const [path, text, sentence] of broken) {
    t.match(violations({ path, text }).join('\n'), sentence, `${path}: ${text}`);
  }
  const fine: Module[] = [
    { path: 'http/a.ts', text: "import type { Context } from '../context.ts';" },
    { path: 'http/a.ts', text: "import { type Context } from '../context.ts';" },
    { path: 'federation/inbox-read.ts', text: "import mysql from 'mysql2/promise';" },
    { path: 'config/env.ts', text: 'export const all = { ...process.env };' },
    { path: 'client/a.ts', text: "import { readToken } from '../identity/strict-jws.ts'; await fetch('http://x');" },
    { path: 'operations/a.ts', text: 'await inbox.fetch(1); const port = { fetch: (x: number) => x };' },
    { path: 'federation/a.ts', text: 'function get(fetch: Fetch) { const { url } = fetch; return url; }' },
    { path: 'domain/a.ts', text: 'const at = new Date(loggedAt).toISOString();' },
  ];
  for (const module of fine) {
    t.strictSame(violations(module), [], `${module.path}: ${module.text}`);
  }
  t.end();
});
