import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import type { App } from '../http/app.ts';

const own = fileURLToPath(new URL('../../assets', import.meta.url));
const ofIdiomorph = fileURLToPath(new URL('./', import.meta.resolve('idiomorph/dist/idiomorph.min.js')));

/** The files that pages use, and all that they use; each with the directory in which it is. */
const directories = {
  'site.css': own,
  'icon.svg': own,
  'site.js': own,
  'live.js': own,
  'idiomorph.min.js': ofIdiomorph,
  'own-key/main.js': own,
  'own-key/forms.js': own,
  'own-key/keys.js': own,
  'own-key/problems.js': own,
  'own-key/register.js': own,
  'own-key/sign-in.js': own,
  'own-key/tokens.js': own,
} as const;
export type Asset = keyof typeof directories;

/** Under a hash of all their bytes, so that whoever has one never asks again, and one can name another. */
const base = `/assets/${hashOfAll()}`;

/** Where a file of the pages is. */
export function asset(name: Asset): string {
  return `${base}/${name}`;
}

/** Serves them; what an older page asks for by an older hash is not found. */
export async function serveAssets(site: App): Promise<void> {
  await site.register(files, { root: own, serve: false });
  site.get('/assets/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const name = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : '';
    if (!isAsset(name)) return reply.callNotFound();
    return await reply.sendFile(name, directories[name], { maxAge: '365d', immutable: true });
  });
  site.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) => reply.redirect(asset('icon.svg'), 302));
}

function isAsset(name: string): name is Asset {
  return Object.hasOwn(directories, name);
}

function hashOfAll(): string {
  const hash = createHash('sha256');
  for (const [name, directory] of Object.entries(directories)) hash.update(readFileSync(`${directory}/${name}`));
  return hash.digest('hex').slice(0, 16);
}
