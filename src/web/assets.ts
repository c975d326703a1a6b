import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { App } from '../http/app.ts';

const root = fileURLToPath(new URL('../../assets', import.meta.url));

/** The files that pages use, and all that they use. */
const names = ['site.css', 'site.js', 'icon.svg'] as const;
type Asset = (typeof names)[number];

/** Under a hash of their bytes, so that whoever has one never asks again. */
const hashed = Object.fromEntries(names.map((name) => [name, `/assets/${hashedName(name)}`])) as Record<Asset, string>;
const byPath = new Map(names.map((name) => [hashed[name], name]));

/** Where a file of the pages is. */
export function asset(name: Asset): string {
  return hashed[name];
}

/** Serves them; what an older page asks for by an older hash is not found. */
export async function serveAssets(site: App): Promise<void> {
  await site.register(files, { root, serve: false });
  site.get('/assets/:name', { schema: { hide: true } }, async (request, reply) => {
    const name = byPath.get(request.url.split('?')[0] ?? '');
    if (name === undefined) return reply.callNotFound();
    return await reply.sendFile(name, { maxAge: '365d', immutable: true });
  });
  site.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) => reply.redirect(asset('icon.svg'), 302));
}

function hashedName(name: string): string {
  const hash = createHash('sha256').update(readFileSync(`${root}/${name}`));
  return name.replace('.', `.${hash.digest('hex').slice(0, 10)}.`);
}
