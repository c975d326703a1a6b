import type { Theme } from '../../wire/api/card.ts';
import { element } from './markup.ts';
import type { Markup } from './markup.ts';

interface Colors {
  paper: string;
  line: string;
  text: string;
  dim: string;
  track: string;
  may: string;
  fill: string;
  soft: string;
}

/** Those of the pages. */
const light: Colors = {
  paper: '#ffffff',
  line: '#ddd7ce',
  text: '#23201c',
  dim: '#615b53',
  track: '#eceae6',
  may: '#dfbfab',
  fill: '#a3470f',
  soft: '#f3e6dc',
};
const dark: Colors = {
  paper: '#1d1b17',
  line: '#3a362f',
  text: '#ece7df',
  dim: '#aaa298',
  track: '#2c2923',
  may: '#6b4a33',
  fill: '#f09a5e',
  soft: '#38281c',
};

/** What a picture's parts look like; without a theme as the reader's system likes it. */
export function styleOf(theme: Theme | undefined): Markup {
  if (theme !== undefined) return element('style', {}, rulesOf(theme === 'dark' ? dark : light));
  return element('style', {}, `${rulesOf(light)}@media (prefers-color-scheme:dark){${rulesOf(dark)}}`);
}

function rulesOf({ paper, line, text, dim, track, may, fill, soft }: Colors): string {
  const filled = Object.entries({ text, dim, track, may, fill, soft, accent: fill, mark: text });
  return `.paper{fill:${paper};stroke:${line}}${filled.map(([name, color]) => `.${name}{fill:${color}}`).join('')}`;
}
