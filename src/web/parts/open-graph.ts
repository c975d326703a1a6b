import { pngHeight, pngWidth } from '../../operations/pictures/png-size.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Shared } from '../page.ts';
import type { Visit } from '../visit.ts';

interface Told {
  title: string;
  summary: string | undefined;
  shared: Shared | undefined;
}

/** What shows where the link of a page is shared (ogp.me, and X's cards). Others read it, so every address is whole. */
export function openGraph({ services }: Visit, { title, summary, shared }: Told): Html {
  const { name } = services.settings;
  const base = services.node.url();
  const named = html`<meta property="og:title" content="${title}" />
    <meta property="og:site_name" content="${name}" />`;
  if (shared === undefined || base === undefined) return named;
  const { path, type, picture, pictureShows } = shared;
  return html`${named}
    <link rel="canonical" href="${base}${path}" />
    <meta property="og:url" content="${base}${path}" />
    <meta property="og:type" content="${type}" />
    <meta property="og:description" content="${summary ?? 'A board of wanted work, and who did it'}" />
    <meta property="og:image" content="${base}${picture}" />
    <meta property="og:image:type" content="image/png" />
    <meta property="og:image:width" content="${pngWidth}" />
    <meta property="og:image:height" content="${pngHeight}" />
    <meta property="og:image:alt" content="${pictureShows}" />
    <meta name="twitter:card" content="summary_large_image" />`;
}

/** For pages about the node as a whole. */
export function sharedOfNode(path: string): Shared {
  return {
    path,
    type: 'website',
    picture: '/v1/node/card.png',
    pictureShows: 'The name of this node, a board of wanted work',
  };
}
