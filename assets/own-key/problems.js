// Why something wasn't done, at the form that asked for it.

/** Posts signed tokens; the results, or what is thrown is a problem. */
export async function postTokens(tokens, invitation) {
  const response = await reach('/v1/events', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(invitation && { authorization: `Bearer ${invitation}` }),
    },
    body: JSON.stringify({ events: tokens }),
  });
  const answer = await response.json();
  const problem = answer.results?.find((result) => result.problem)?.problem ?? (response.ok ? undefined : answer);
  if (problem !== undefined) throw new Refusal(problem);
  return answer.results;
}

/** A problem document of the node. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.code);
    this.problem = problem;
  }
}

/** Fetches; a node that isn't there is a problem too. */
export async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Refusal({ code: 'unreachable', detail: 'The node can’t be reached. Nothing is lost: send it again.' });
  }
}

/** Does what a form asks for, once at a time, and shows at the form why it couldn't be done. Done, it is left. */
export async function attempt(form, act) {
  if (form.hasAttribute('aria-busy')) return;
  form.setAttribute('aria-busy', 'true');
  addEventListener('pageshow', () => form.removeAttribute('aria-busy'), { once: true });
  form.querySelector(':scope > .alert')?.remove();
  try {
    await act();
  } catch (error) {
    const unsigned = { code: error.name, detail: `This browser couldn’t sign it: ${error.message}` };
    form.prepend(alertBox(error instanceof Refusal ? error.problem : unsigned));
    form.removeAttribute('aria-busy');
  }
}

/** As the pages of the node show it. */
function alertBox({ detail, code, missing = [], legal = [] }) {
  const box = made('div');
  box.className = 'alert';
  box.setAttribute('role', 'alert');
  box.append(made('p', made('strong', detail ?? code), ' ', made('code', code)));
  if (missing.length > 0) {
    box.append(made('p', 'What is missing:'), made('ul', ...missing.map((each) => made('li', each))));
  }
  if (legal.length > 0) box.append(made('p', `Possible now: ${legal.join(', ')}`));
  return box;
}

function made(name, ...inside) {
  const element = document.createElement(name);
  element.append(...inside);
  return element;
}
