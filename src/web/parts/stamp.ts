import type { Stamp } from '../../wire/api/stamp.ts';
import { dimensions } from '../../wire/words.ts';
import { answerForm } from '../forms/answer.ts';
import { revokeForm } from '../forms/revoke.ts';
import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import { commentBox } from '../pages/items/comments.ts';
import type { Visit } from '../visit.ts';
import { rigLink } from './rig.ts';
import { scoreBar } from './score.ts';
import { when } from './time.ts';

/** What a stamp's place adds to it. */
export interface Beside {
  /** Instead of the subject's name. */
  about?: Html;
  /** Behind what the author said. */
  more?: Part;
}

/** One stamp: who says what of whose work, how sure they are, and what the worker says to it. */
export function stampBox(visit: Visit, stamp: Stamp, { about, more }: Beside = {}): Html {
  const { author, subject, created_at: at, severity, skills, message } = stamp;
  return html`<div class="stamp${!stamp.counts && html` void`}" id="${stamp.id}">
    <p class="meta">
      ${rigLink(author)} stamped ${about ?? rigLink(subject)} ${when(at)}
      <span class="badge">${severity}</span>
      ${stamp.revoked ? html`<span class="badge withdrawn">revoked</span>` : !stamp.counts && html`<span class="badge waits">doesn’t count</span>`}
    </p>
    <dl class="scores">
      ${dimensions.map((name) => {
        const given = stamp.dimensions[name];
        return (
          given !== undefined &&
          html`<div>
            <dt>${name}</dt>
            <dd>
              ${scoreBar(given.score)} ${given.score} of 5
              <span class="dim">sure to ${Math.round(given.confidence * 100)} %</span>
            </dd>
          </div>`
        );
      })}
    </dl>
    ${message !== undefined && html`<p dir="auto">${message}</p>`}
    ${skills.length > 0 && html`<p class="labels">${skills.map((skill) => html`<bdi class="skill">${skill}</bdi>`)}</p>`}
    ${more} ${stamp.answers.length > 0 && html`<div class="answers">${stamp.answers.map(commentBox)}</div>`}
    ${answerForm(visit, stamp)}${revokeForm(visit, stamp)}
  </div>`;
}
