import { parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { pngWidth } from './png-size.ts';

/** What became of a picture: its bytes, or what stood in the way. */
export type Drawn = { png: Uint8Array } | { why: string };

/** Those that come with the node, and none of the system: the same picture everywhere. */
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  fileURLToPath(new URL(`../../../assets/fonts/${name}`, import.meta.url)),
);
const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' };

/** Entry of the thread that `pngs.ts` starts: each message is an SVG, each answer its PNG, in the same order. */
function draw(svg: string): Drawn {
  try {
    const image = new Resvg(svg, { fitTo: { mode: 'width', value: pngWidth }, font });
    return { png: image.render().asPng() };
  } catch (error) {
    return { why: String(error) };
  }
}

parentPort?.on('message', (svg: string) => parentPort?.postMessage(draw(svg)));
