// Coming back with a key of this browser.
import { allKeys, keyOf } from './keys.js';
import { attempt } from './problems.js';
import { signToken } from './tokens.js';

/** Signs that this browser has the key, for one node and one visit. */
export function signProof(key, node, nonce) {
  return signToken('wasteland-sign-in+jwt', { iss: key.rig, aud: node, nonce }, key);
}

/** Shows the way in with a key where there is one. */
export async function offerSignIn() {
  const section = document.querySelector('[data-own-key="sign-in"]');
  const keys = section === null ? [] : await allKeys();
  if (keys.length === 0) return;
  const form = section.querySelector('form');
  const { rig, proof, _csrf: nonce } = form.elements;
  rig.append(...keys.map((key) => new Option(`${key.handle} (${key.rig.slice(0, 10)})`, key.rig)));
  section.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(form, async () => {
      proof.value = await signProof(await keyOf(rig.value), section.dataset.node, nonce.value);
      form.submit();
    });
  });
}
