import MarkdownIt from 'markdown-it';
import { Html } from './html.ts';
import { plainCells } from './plain-cells.ts';

/** Of all that strangers write: what they link to is not ours to recommend, and learns nothing of the page. */
export const foreign = 'ugc nofollow noopener';

const markdown = plainCells(new MarkdownIt('default', { html: false, linkify: true, breaks: true, maxNesting: 20 }));
// What looks like a host without a scheme is as often the name of a file.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

markdown.validateLink = (url) => /^(https?:|mailto:|#|\/(?!\/))/i.test(url.trim());

markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', foreign);
  return self.renderToken(tokens, index, options);
};

// Pictures of others would tell them who reads; the policy of the page forbids them, so they are links.
markdown.renderer.rules['image'] = (tokens, index) => {
  const source = String(tokens[index]?.attrGet('src') ?? '');
  const content = tokens[index]?.content ?? '';
  const { escapeHtml } = markdown.utils;
  return `<a href="${escapeHtml(source)}" rel="${foreign}">${escapeHtml(content || source)}</a>`;
};

// The outline of a page is the page's own.
markdown.renderer.rules['heading_open'] = () => '<p class="heading">';
markdown.renderer.rules['heading_close'] = () => '</p>';

/** Characters of texts whose markup is kept: a long one takes milliseconds. */
const capacity = 4_000_000;
let young = new Map<string, Html>();
let old = new Map<string, Html>();
let size = 0;

/** A stranger's Markdown as markup without any HTML of theirs. */
export function markdownHtml(text: string): Html {
  const known = young.get(text) ?? old.get(text);
  const made = known ?? new Html(markdown.render(text));
  if (young.has(text)) return made;
  size += text.length + made.text.length;
  young.set(text, made);
  if (size > capacity) {
    old = young;
    young = new Map();
    size = 0;
  }
  return made;
}
