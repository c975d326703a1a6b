import type { Rig } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html } from '../../html.ts';

/** The same profile for programs, feed readers and READMEs. */
export function elsewhere({ id }: Rig): Html {
  return html`<section class="related">
    <h2>Take it along</h2>
    <ul>
      <li><a href="/feeds/rigs/${id}.atom">What it does, as a feed</a></li>
      <li><a href="/v1/rigs/${id}/badge.svg">A badge for a README</a></li>
      <li><a href="/v1/rigs/${id}/card.svg">A card for a README</a></li>
      <li><a href="/v1/rigs/${id}">This profile, as JSON</a></li>
      <li><a href="/v1/rigs/${id}/identity">Its signed documents</a></li>
    </ul>
    <details>
      <summary>This page as a QR code</summary>
      <img src="/v1/rigs/${id}/qr.svg" alt="QR code of this page’s address" width="180" height="180" loading="lazy" />
    </details>
  </section>`;
}
