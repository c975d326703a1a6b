import type { Problem } from '../../wire/api/problem.ts';
import { html } from '../html.ts';
import type { Page } from '../page.ts';

const titles: Record<number, string> = {
  403: 'Not yours to do',
  404: 'Not found',
  429: 'Too many requests',
  503: 'Not now',
};

/** What went wrong, and where to go on. */
export function errorPage(problem: Problem): Page {
  const title = titles[problem.status] ?? (problem.status >= 500 ? 'Something went wrong' : "That can't be done");
  const main = html`<div class="notice">
    <h1>${title}</h1>
    <p>${problem.detail}</p>
    ${
      problem.missing !== undefined &&
      html`<ul>
        ${problem.missing.map((each) => html`<li>${each}</li>`)}
      </ul>`
    }
    <p class="dim">${problem.status} <code>${problem.code}</code></p>
    <p><a class="button" href="/">To the board</a> <a href="/help">Help</a></p>
  </div>`;
  return { title, status: problem.status, main };
}
