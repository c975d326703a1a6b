import cookie from '@fastify/cookie';
import forms from '@fastify/formbody';
import type { App, Route } from '../http/app.ts';
import { serveAssets } from './assets.ts';
import { errorPages } from './error-pages.ts';
import { pageHeaders } from './page-headers.ts';
import { pages } from './pages/all.ts';
import { posted } from './posted/all.ts';
import { viewers } from './viewers.ts';

/** The pages for people beside the doors for programs: with cookies, forms and errors of their own. */
export const site: Route = (app, services) => {
  void app.register(async (scope) => {
    const pagesOnly = scope as App;
    await pagesOnly.register(cookie);
    await pagesOnly.register(forms);
    viewers(pagesOnly, services);
    pageHeaders(pagesOnly);
    errorPages(pagesOnly, services);
    await serveAssets(pagesOnly);
    for (const route of [...pages, ...posted]) route(pagesOnly, services);
  });
};
