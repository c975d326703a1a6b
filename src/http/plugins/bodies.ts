import type { App } from '../app.ts';

/** The content type of one compact JWS (RFC 7515 section 9.2.1). */
export const jose = 'application/jose';

/** JSON and single tokens, and nothing else. No body is an empty object: most acts need no more. */
export function bodies(app: App): void {
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, {});
    else void parseJson(request, body as string, done);
  });
  app.addContentTypeParser(jose, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined && request.method !== 'GET' && request.method !== 'HEAD') {
      request.body = {};
      // By its type the schema is chosen that the body is held against.
      request.headers['content-type'] ??= 'application/json';
    }
    done();
  });
}
