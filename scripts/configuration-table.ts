import { readFile, writeFile } from 'node:fs/promises';
import { variables } from '../src/config/env.ts';
import type { Variable } from '../src/config/env.ts';

/** The lines between which README.md holds the table. */
const begin = '<!-- configuration: made by npm run generate -->';
const end = '<!-- end of configuration -->';

/** Every variable of the environment as a Markdown table. */
export function configurationTable(): string {
  const rows = variables.map((variable: Variable) => {
    const file = variable.secret ? `, or a file: \`WASTELAND_${variable.name}_FILE\`` : '';
    const initial = variable.default === undefined ? '' : `\`${variable.default}\``;
    return `| \`WASTELAND_${variable.name}\`${file} | ${initial} | ${variable.description.replaceAll('|', '\\|')} |`;
  });
  return ['| variable | default | |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A text with the table of now between the two lines; throws when they aren't there. */
export function withTable(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no place for the table: ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${configurationTable()}\n\n${text.slice(to)}`;
}

/** Brings the table in the README up to date. */
export async function fillReadme(file: string): Promise<void> {
  await writeFile(file, withTable(await readFile(file, 'utf8')));
}
