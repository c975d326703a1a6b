import type { Comment } from '../../../wire/api/comment.ts';
import { commentForm } from '../../forms/comment.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';
import { markdownHtml } from '../../markdown.ts';
import { rigLink } from '../../parts/rig.ts';
import { when } from '../../parts/time.ts';
import type { Visit } from '../../visit.ts';

/** Questions and answers on an item. */
export function comments(visit: Visit, about: string, all: readonly Comment[]): Html {
  return html`<section id="comments">
    <h2>Comments</h2>
    ${all.length === 0 ? html`<p class="dim">Nobody has asked anything yet.</p>` : all.map(commentBox)}
    ${commentForm(visit, about)}
  </section>`;
}

/** One comment. */
export function commentBox({ id, author, created_at: at, text }: Comment): Html {
  return html`<div class="said" id="${id}">
    <p class="meta">${rigLink(author)} ${when(at)}</p>
    <div class="prose" dir="auto">${markdownHtml(text)}</div>
  </div>`;
}
