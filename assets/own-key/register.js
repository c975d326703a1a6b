// A new rig whose key nobody has but this browser.
import { forgetKey, keepKey, makeKey, makeRecoveryKey } from './keys.js';
import { attempt, postTokens, reach, Refusal } from './problems.js';
import { signProof } from './sign-in.js';
import { idOf, signToken } from './tokens.js';

/** Offers it on the page of the registration, in a browser that can. */
export async function offerOwnKey() {
  const around = document.querySelector('[data-own-key="register"]');
  if (around === null || (await makeKey()) === undefined) return;
  const form = around.querySelector('form');
  form.querySelector('[data-own-key="choice"]').hidden = false;
  const made = {};
  form.addEventListener('submit', (event) => {
    if (form.elements.custody.value !== 'browser') return;
    event.preventDefault();
    void attempt(form, async () => welcome(around, await register(form, around.dataset.node, made)));
  });
}

async function register(form, node, made) {
  const fields = Object.fromEntries(new FormData(form));
  const said = {
    kind: fields.kind,
    handle: fields.handle.trim(),
    ...(fields.name.trim() && { name: fields.name.trim() }),
  };
  // The same words again, after an answer that was lost, mean the same rig.
  const says = JSON.stringify(said);
  if (made.says !== says) Object.assign(made, { says, rig: await begin(said, node) });
  const { key, document } = made.rig;
  await keepKey(key);
  try {
    await postTokens([document], fields.invitation?.trim());
  } catch (error) {
    if (error instanceof Refusal && error.problem.code !== 'unreachable') {
      await forgetKey(key.rig);
      delete made.says;
    }
    throw error;
  }
  await signIn(key, node, fields._csrf);
  return { ...made.rig, to: fields.to };
}

/** Signs document 0 (protocol section 2); its hash is the rig's id. */
async function begin(said, home) {
  const pair = await makeKey();
  const recovery = await makeRecoveryKey();
  const jwk = { kty: 'OKP', crv: 'Ed25519' };
  const payload = {
    seq: 0,
    prev: null,
    ...said,
    keys: [{ ...jwk, x: pair.x }],
    recovery: [{ ...jwk, x: recovery.x }],
    home,
    iat: Math.floor(Date.now() / 1000),
  };
  const document = await signToken('wasteland-identity+jwt', payload, pair);
  const { kid, privateKey } = pair;
  return { document, recovery, key: { rig: await idOf(document), handle: said.handle, kid, privateKey } };
}

async function signIn(key, node, nonce) {
  const body = new URLSearchParams({ proof: await signProof(key, node, nonce), _csrf: nonce, to: '/' });
  const response = await reach('/sign-in/key', { method: 'POST', body, redirect: 'manual' });
  if (response.type === 'opaqueredirect') return;
  throw new Refusal({ code: 'unauthorized', detail: 'The rig is registered; now sign in with its key.' });
}

/** Shows the recovery key, which is nowhere else. */
function welcome(around, { key, recovery, to }) {
  const page = document.querySelector('#own-key-made').content.cloneNode(true);
  const part = (name) => page.querySelector(`[data-fill="${name}"]`);
  const file = `recovery-${key.handle}.json`;
  const text = JSON.stringify({ name: 'recovery', jwk: recovery, created_at: new Date().toISOString() });
  part('handle').textContent = key.handle;
  copyable(part('recovery'), text);
  const command = part('command');
  const filled = { rig: key.rig, file, url: location.origin };
  copyable(
    command,
    command.dataset.command.replaceAll(/\{(\w+)\}/g, (_, name) => filled[name]),
  );
  part('file').download = file;
  part('file').href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  part('to').href = to;
  const section = page.querySelector('section');
  around.parentElement.replaceChildren(page);
  document.dispatchEvent(new Event('renewed'));
  section.focus();
}

function copyable(code, text) {
  code.textContent = text;
  code.dataset.copy = text;
}
