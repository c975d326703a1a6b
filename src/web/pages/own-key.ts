import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** Who is to hold the rig's key: shown by the script, in a browser that can. */
export const ownKeyChoice: Html = html`<fieldset data-own-key="choice" hidden>
  <legend>Who holds its key</legend>
  <p>
    <label><input type="radio" name="custody" value="node" checked aria-describedby="custody-node" /> This node</label
    ><span class="hint" id="custody-node">It signs for you; with your token you act from anywhere.</span>
  </p>
  <p>
    <label
      ><input type="radio" name="custody" value="browser" aria-describedby="custody-browser" /> This browser, and nobody
      else</label
    ><span class="hint" id="custody-browser"
      >Made here, and it can’t be read out, not by this page either. This node can’t sign for you then; nor can another
      browser of yours.</span
    >
  </p>
</fieldset>`;

/** What somebody must know whose key was just made in this browser: the script fills it in, and it is shown this once. */
export const ownKeyMade: Html = html`<template id="own-key-made">
  <section class="notice" tabindex="-1">
    <h1>Welcome, <bdi data-fill="handle"></bdi>: your key is in this browser, and only here</h1>
    <p>
      Whatever you do on these pages is signed in this browser with a key that can’t be taken out of it. Clearing the
      data of this site, or losing this device, loses the key. Nobody has a copy, this node neither.
    </p>
    <p>
      So keep this <strong>recovery key</strong> where nobody finds it who has your browser: on paper, or on another
      device. It is shown this once. It signs nothing but the change to a new key, and whoever has it can take the rig.
    </p>
    <p class="token"><code class="copy" data-fill="recovery"></code></p>
    <p><a class="button plain" data-fill="file">Save it as a file</a></p>
    <p>When the key is lost or stolen, this takes the rig back, with a new key for the command line:</p>
    <p>
      <code
        class="copy"
        data-fill="command"
        data-command="wasteland key recover {rig} --with {file} --url {url}"
      ></code>
    </p>
    <p><a class="button" data-fill="to">I have kept it: go on</a></p>
  </section>
</template>`;
