import { asset } from './assets.ts';
import type { Asset } from './assets.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { link } from './links.ts';
import { account } from './parts/account.ts';
import { openGraph } from './parts/open-graph.ts';
import type { Page } from './page.ts';
import type { Visit } from './visit.ts';

const places = [
  ['/', 'Board'],
  ['/rigs', 'Rigs'],
  ['/federation', 'Federation'],
  ['/about', 'About'],
] as const;

/** The frame of every page. */
export function layout(visit: Visit, { title, place, summary, shared, main, live, scripts = [] }: Page): Html {
  const { name } = visit.services.settings;
  const signs = visit.viewer?.signs === true;
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title} · ${name}</title>
      <meta name="description" content="${summary ?? `${name}: a board of wanted work, and who did it`}" />
      ${openGraph(visit, { title, summary, shared })}
      <link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml" />
      <link rel="stylesheet" href="${asset('site.css')}" />
      <script src="${asset('site.js')}" defer></script>
      ${live !== undefined && html`<script src="${asset('idiomorph.min.js')}" defer></script>`}
      ${modules(visit, live, scripts).map((name) => html`<script src="${asset(name)}" type="module"></script>`)}
    </head>
    <body${signs && html` data-signer="${visit.viewer?.who.id}"`}>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <div class="wide">
          <a class="brand" href="/"
            ><img src="${asset('icon.svg')}" alt="" width="22" height="22" /><span dir="auto">${name}</span></a
          >
          <nav aria-label="Main">${places.map(([url, label]) => navLink(url, label, place))}</nav>
          ${account(visit)}
        </div>
      </header>
      <main id="main" class="wide" ${live !== undefined && html` data-stream="${link('/v1/stream', { ...live, after: visit.asOf })}"`}>${main}</main>
      <footer class="wide">
        <p>A node of the Wasteland, a federated board of wanted work. Every act here is signed by who did it.</p>
        <p><a href="/about">About this node</a> · <a href="/help">Help</a> · <a href="/docs">API</a> ·
          <a href="/openapi.json">OpenAPI</a></p>
      </footer>
    </body>
  </html> `;
}

function modules({ viewer }: Visit, live: Page['live'], scripts: readonly Asset[]): Asset[] {
  const all = new Set(scripts);
  if (live !== undefined) all.add('live.js');
  if (viewer?.signs === true) all.add('own-key/main.js');
  return [...all];
}

function navLink(url: string, label: string, place: string | undefined): Html {
  return html`<a href="${url}" ${url === place && html` aria-current="page"`}>${label}</a>`;
}
