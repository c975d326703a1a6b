import { randomBytes } from 'node:crypto';
import { html } from '../html.ts';
import type { Html, Part } from '../html.ts';
import { alertBox } from '../parts/alert.ts';
import type { Visit } from '../visit.ts';
import { csrfToken } from './csrf.ts';
import type { Filled } from './filled.ts';

interface FormParts {
  action: string;
  button: string;
  fields?: Part;
  /** How the button looks, besides like a button. */
  look?: 'plain' | 'danger' | 'link';
  /** Whether it is an act of the viewer's rig, to be signed by who has the key; else it is about the session. */
  act?: boolean;
}

/** A form with what all have: the token against forms of other sites, and a mark by which sending it twice acts once. */
export function form(visit: Visit, filled: Filled, parts: FormParts): Html {
  const { action, button, fields, look, act = true } = parts;
  const { name, problem } = filled;
  const signed = act && visit.viewer?.signs === true;
  return html`<form
    method="post"
    action="${action}"
    id="form-${name}"
    class="${look === 'link' ? 'inline' : 'form'}"
    ${signed && html` data-sign`}
  >
    ${problem !== undefined && alertBox(problem)}${fields}
    <input type="hidden" name="_csrf" value="${csrfToken(visit)}" /><input
      type="hidden"
      name="_once"
      value="${randomBytes(12).toString('base64url')}"
    />
    <button class="${look ?? ''}">${button}</button>
  </form>`;
}

/** A form that most readers of the page don't want to see: it opens by a click, and by itself when it came back. */
export function folded(title: string, { name, problem }: Filled, inside: Html): Html {
  return html`<details id="fold-${name}" ${problem !== undefined && html` open`}>
    <summary>${title}</summary>
    ${inside}
  </details>`;
}
