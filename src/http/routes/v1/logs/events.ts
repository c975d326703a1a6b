import { Readable } from 'node:stream';
import Type from 'typebox';
import { readLog } from '../../../../operations/show-logs.ts';
import { EntriesQuery } from '../../../../wire/api/log.ts';
import { answers } from '../../../answers.ts';
import { linesOf } from '../../../entry-lines.ts';
import { originParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

const ndjson = 'application/x-ndjson';

export const logEvents: Route = (app, services) => {
  const schema = {
    summary: 'Entries of a log as NDJSON, one {seq, logged_at, jws} a line',
    description: 'Streamed, to the end of what has landed here when `limit` is absent.',
    tags: ['logs'],
    params: originParams,
    querystring: EntriesQuery,
    response: answers({ 200: { content: { [ndjson]: { schema: Type.String() } } } }, ['not_found']),
  };
  app.get('/v1/logs/:origin/events', { schema }, async (request, reply) => {
    const { after = 0, limit } = request.query;
    const { entries, tag } = readLog(services, request.params.origin, after, limit);
    return await reply.headers({ 'content-type': ndjson, etag: `W/"${tag}"` }).send(Readable.from(linesOf(entries)));
  });
};
