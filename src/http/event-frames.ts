import type { Page, Told } from '../operations/happenings/told.ts';

/** Happenings as Server-Sent Events write them: made once, whoever reads them. */
const pages = new WeakMap<Page, Buffer>();
const single = new WeakMap<Told, Buffer>();

/** All of a page. */
export function framesOf(page: Page): Buffer {
  let frames = pages.get(page);
  if (frames === undefined) pages.set(page, (frames = Buffer.concat(page.told.map(frameOf))));
  return frames;
}

/** One happening; its JSON has no line feeds. */
export function frameOf(told: Told): Buffer {
  let frame = single.get(told);
  if (frame === undefined) {
    single.set(told, (frame = Buffer.from(`id: ${told.happening.id}\ndata: ${told.json}\n\n`)));
  }
  return frame;
}

/** Tells a reader where it stands, and nothing else: it resumes from there though nothing has come since. */
export function placeFrame(id: string): string {
  return `id: ${id}\n\n`;
}

/** The last word of a stream: why it ends, and after which happening to go on. */
export function endFrame(event: 'behind' | 'closing', id: string): string {
  return `event: ${event}\ndata: ${JSON.stringify({ resume_after: id })}\n\n`;
}
