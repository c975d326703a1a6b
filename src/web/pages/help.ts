import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Route } from '../../http/app.ts';
import { documents, files } from '../help/carried.ts';
import type { Carried } from '../help/carried.ts';
import { guideOf } from '../help/guide.ts';
import type { Guide } from '../help/guide.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page } from '../page.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The guides, from the files that came with this node: they fit its version, and need no network. */
export const help: readonly Route[] = [...documents.map(guidePage), ...files.map(file)];

function guidePage({ path, url }: Carried): Route {
  let made: Guide | undefined;
  return page(url, () => {
    made ??= guideOf(path, read(path));
    const main = html`<link rel="stylesheet" href="/help/help.css" />
      <nav class="tabs" aria-label="Help">${documents.map((each) => tab(each, url))}</nav>
      <article class="prose guide">${made.main}</article>`;
    return { title: made.title, place: '/help', main };
  });
}

function tab({ url, label }: Carried, here: string): Html | undefined {
  if (label === undefined) return undefined;
  return html`<a href="${url}" ${url === here && html` aria-current="page"`}>${label}</a>`;
}

function file({ path, url, type }: Carried & { type: string }): Route {
  return (app) => {
    app.get(url, { schema: { hide: true } }, async (_request, reply) => {
      // A picture has colours of its own for light and dark; nothing else is ever to be run or loaded.
      void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
      return await reply.type(`${type}; charset=utf-8`).send(read(path));
    });
  };
}

function read(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8');
}
