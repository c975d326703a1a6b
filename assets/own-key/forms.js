// Forms of a rig whose key is in this browser. The node says what a form means, as an event; it is signed here, and posted as
// any signed event is. Whoever serves this page could have it sign anything else: a node that you don't trust with that is
// one for the command line.
import { keyOf } from './keys.js';
import { attempt, postTokens, reach, Refusal } from './problems.js';
import { newJti, signToken } from './tokens.js';

/** What was signed and perhaps never arrived, by its form: sent again it is the same act. */
const unanswered = new WeakMap();

export function signForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.hasAttribute('data-sign')) return;
    event.preventDefault();
    void attempt(form, () => send(form));
  });
}

async function send(form) {
  const key = await keyOf(document.body.dataset.signer);
  if (key === undefined) {
    throw new Refusal({
      code: 'no_key',
      detail: 'This browser doesn’t have the key of this rig: use the one that does.',
    });
  }
  const typed = new URLSearchParams(new FormData(form)).toString();
  const before = unanswered.get(form);
  const signed = before?.typed === typed ? before : await sign(form, typed, key);
  if (signed === undefined) return;
  unanswered.set(form, signed);
  const [first] = await postTokens(signed.tokens).catch((error) => {
    if (error.problem?.code !== 'unreachable') unanswered.delete(form);
    throw error;
  });
  // Ids are the beginning of the hash (protocol section 3).
  location.assign(signed.to.replace('{made}', first.hash.slice(0, 40)));
}

/** Undefined where there is nothing to sign: the form has come back with what is wrong, or the way leads elsewhere. */
async function sign(form, typed, key) {
  const response = await reach(form.getAttribute('action'), {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: typed,
  });
  if (response.redirected) {
    location.assign(response.url);
    return undefined;
  }
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('html')) return comeBack(form, await response.text());
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer);
  const tokens = [];
  for (const event of answer.events) {
    const { aud, iat, type, body } = event;
    tokens.push(await signToken('wasteland-event+jwt', { iss: key.rig, aud, iat, jti: newJti(), type, body }, key));
  }
  return { typed, tokens, to: answer.to };
}

/** The form as the node sends it back: with the reasons at its fields, and with what was typed. */
function comeBack(form, text) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const back = page.getElementById(form.id);
  const reason = page.querySelector('main .alert strong, main h1')?.textContent;
  if (back === null) throw new Refusal({ code: 'refused', detail: reason ?? 'The node didn’t take it.' });
  form.replaceWith(back);
  document.dispatchEvent(new Event('renewed'));
  back.querySelector('[aria-invalid]')?.focus();
  return undefined;
}
