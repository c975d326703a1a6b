import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createProgram } from '../../src/cli/program.ts';
import { variables } from '../../src/config/env.ts';
import type { Variable } from '../../src/config/env.ts';
import { allDocuments, anchorsOf, blocksOf, callsIn, proseOf, readDocument } from '../support/markdown.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const documents = allDocuments();
const shell = documents.flatMap(blocksOf).filter(({ language }) => language === 'sh' || language === 'bash');

t.test('all documents are read', (t) => {
  for (const some of ['README.md', 'docs/README.md', 'helm/README.md', 'examples/skills/wasteland/SKILL.md']) {
    t.ok(documents.includes(some), some);
  }
  t.end();
});

t.test('files, links and anchors that a document names are there', (t) => {
  for (const document of documents) {
    const prose = proseOf(document);
    for (const [, path = ''] of prose.matchAll(/`((?:src|test|scripts|examples|bin|tools|helm|docs)\/[\w./-]*)`/g)) {
      t.ok(existsSync(join(root, path)), `${document}: ${path}`);
    }
    for (const [, target = ''] of prose.replace(/`[^`]*`/g, '').matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      t.ok(existsSync(join(root, file)), `${document}: ${target}`);
      if (anchor !== undefined) t.ok(anchorsOf(file).includes(anchor), `${document}: ${target}`);
    }
  }
  t.end();
});

t.test('settings and npm scripts that a document names are there', (t) => {
  const known = variables.flatMap(({ name, ...rest }: Variable) => [name, ...(rest.secret ? [`${name}_FILE`] : [])]);
  const { scripts } = JSON.parse(readDocument('package.json')) as { scripts: Record<string, string> };
  for (const document of documents) {
    const text = readDocument(document);
    for (const [, name = ''] of text.matchAll(/WASTELAND_([A-Z_]+[A-Z])/g)) {
      t.ok(known.includes(name), `${document}: WASTELAND_${name}`);
    }
    for (const [, name = ''] of text.matchAll(/npm (?:run (?:--silent )?)?((?<=run |--silent )[\w:]+|start|test)\b/g)) {
      t.ok(name in scripts, `${document}: npm run ${name}`);
    }
  }
  t.end();
});

t.test('every command and option that a document names is in the help', (t) => {
  const program = createProgram();
  const quoted = documents.flatMap((document) => proseOf(document).match(/`wasteland [^`]+`/g) ?? []);
  for (const { text, words, options } of callsIn([...shell.map((block) => block.text), ...quoted].join('\n'))) {
    let command = program;
    for (const word of words) {
      if (command.commands.length === 0) break;
      const named = command.commands.find((each) => each.name() === word);
      // `reputation` takes a rig, and has commands of its own.
      if (named === undefined && command.registeredArguments.length > 0) break;
      if (named === undefined) t.fail(`${text}: there is no ${word}`);
      command = named ?? command;
    }
    t.ok(command !== program || words.length === 0, text);
    // A group may have a command that is meant where none is named.
    const help = [command, ...command.commands].map((each) => each.helpInformation()).join('');
    for (const option of options) t.match(help, new RegExp(`${option}\\b`), text);
  }
  t.end();
});

t.test('every path of the API that a document names is in the OpenAPI document, with that method', (t) => {
  const { paths } = JSON.parse(readDocument('openapi/openapi.json')) as { paths: Record<string, object> };
  /** The methods of a path as people write it: whatever they put in the place of a parameter. */
  const methodsOf = (path: string): string[] => {
    const written = path.split('/');
    const same = (known: string): boolean => {
      const parts = known.split('/');
      return parts.length === written.length && parts.every((part, at) => part === written[at] || part.startsWith('{'));
    };
    return Object.entries(paths).flatMap(([known, item]) => (same(known) ? Object.keys(item) : []));
  };
  let named = 0;
  for (const document of documents) {
    const text = readDocument(document);
    for (const [, methods = '', path = ''] of text.matchAll(
      /\b((?:GET|POST|PATCH|PUT|DELETE)(?:[/|](?:GET|POST|PATCH|PUT|DELETE))*) ['"]?(\/v1\/[\w$/{}.-]*\w\}?)/g,
    )) {
      for (const method of methods.split(/[/|]/)) {
        t.ok(methodsOf(path).includes(method.toLowerCase()), `${document}: ${method} ${path}`);
        named++;
      }
    }
  }
  for (const { document, text } of documents.flatMap(blocksOf)) {
    for (const [path] of text.matchAll(/\/v1\/[\w$/{}.-]*\w\}?/g)) {
      t.ok(methodsOf(path).length > 0, `${document}: ${path}`);
      named++;
    }
  }
  t.ok(named > 40, `${named} in all`);
  t.end();
});
