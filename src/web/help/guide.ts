import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { Html } from '../html.ts';
import { plainCells } from '../plain-cells.ts';
import { urlOf } from './carried.ts';

/** A document of ours as markup. */
export interface Guide {
  title: string;
  main: Html;
}

const markdown = plainCells(new MarkdownIt('default', { html: false }));

/** A document of this repository for the pages of a node: what it links to is where the node carries it. */
export function guideOf(path: string, text: string): Guide {
  // Comments are for the tests that run what a document shows.
  const tokens = markdown.parse(text.replace(/^<!--.*?-->\n/gms, ''), {});
  nameHeadings(tokens);
  for (const { children } of tokens) placeLinks(path, children ?? []);
  const title = tokens.findIndex(({ type }) => type === 'heading_open');
  return {
    title: textOf(tokens[title + 1]),
    main: new Html(markdown.renderer.render(tokens, markdown.options)),
  };
}

/** Gives headings the anchors that GitHub gives them, so that one link is good in both places. */
function nameHeadings(tokens: Token[]): void {
  const slugger = new GithubSlugger();
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') token.attrSet('id', slugger.slug(textOf(tokens[index + 1])));
  }
}

/** Turns links and pictures to where they are here; of a link to what is in the repository only, the words stay. */
function placeLinks(path: string, tokens: Token[]): void {
  let dropped = false;
  for (const token of tokens) {
    if (token.type === 'link_close') token.hidden = dropped;
    const attribute = token.type === 'link_open' ? 'href' : token.type === 'image' ? 'src' : undefined;
    if (attribute === undefined) continue;
    const url = placeOf(path, String(token.attrGet(attribute) ?? ''));
    dropped = url === undefined;
    token.hidden = dropped;
    token.attrSet(attribute, url ?? '');
  }
}

/** Where a link of a document leads on a node: elsewhere as it is, to what the node carries, or nowhere. */
function placeOf(path: string, target: string): string | undefined {
  if (/^([a-z]+:|#)/.test(target)) return target;
  const [file = '', anchor] = target.split('#');
  const url = urlOf(posix.join(posix.dirname(path), file));
  return url === undefined || anchor === undefined ? url : `${url}#${anchor}`;
}

function textOf(token: Token | undefined): string {
  return (token?.children ?? []).map(({ content }) => content).join('');
}
