import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** Every Markdown file of this repository, by its path. */
export function allDocuments(): string[] {
  const cwd = fileURLToPath(root);
  const found = globSync('**/*.md', { cwd, exclude: (name) => /(^|\/)(node_modules|dist|data|\..*)$/.test(name) });
  return found.sort();
}

/** A fenced block of a document. */
export interface Block {
  document: string;
  language: string;
  /** The comment right above it, such as `runs: one node`; empty where there is none. */
  mark: string;
  text: string;
}

/** The text of a file of this repository. */
export function readDocument(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The fenced blocks of a document, in order. */
export function blocksOf(document: string): Block[] {
  const fenced = /(?:<!-- ([^\n]+?) -->\n\n)?^```(\w*)\n(.*?)^```$/gms;
  return [...readDocument(document).matchAll(fenced)].map(([, mark = '', language = '', text = '']) => ({
    document,
    language,
    mark,
    text,
  }));
}

/** A document without its fenced blocks. */
export function proseOf(document: string): string {
  return readDocument(document).replace(/^```.*?^```$/gms, '');
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** A call of the command line in a document: its words up to the first option, and the names of its options. */
export interface Call {
  text: string;
  words: string[];
  options: string[];
}

/** Where a command may begin: a line, a pipe, a substitution, back quotes, after variables of its own. */
const beginning = /(?:^|[|(;&`] *|[A-Z_]+=\S+ +)wasteland ([^\n|;&)#`]+)/gm;

/** Every call of `wasteland` in a shell text, or in what stands in back quotes. */
export function callsIn(text: string): Call[] {
  return [...text.replaceAll('\\\n', ' ').matchAll(beginning)].map(([, rest = '']) => {
    const parts = rest
      .replace(/'[^']*'|"[^"]*"/g, 'x')
      .trim()
      .split(/\s+/);
    const option = parts.findIndex((part) => part.startsWith('-'));
    return {
      text: `wasteland ${rest.trim()}`,
      words: option === -1 ? parts : parts.slice(0, option),
      options: parts.filter((part) => part.startsWith('--')),
    };
  });
}
