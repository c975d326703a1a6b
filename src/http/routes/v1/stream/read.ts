import { filterOf } from '../../../../operations/happenings/filter.ts';
import { placeOf } from '../../../../operations/happenings/happening-id.ts';
import { Happening, happeningIdPattern, StreamQuery } from '../../../../wire/api/happening.ts';
import { answers } from '../../../answers.ts';
import { named } from '../../../../wire/api/named.ts';
import type { Route } from '../../../app.ts';
import Type from 'typebox';

/** The schema is that of each event's `data`. */
const stream = { description: 'the stream', content: { 'text/event-stream': { schema: named(Happening) } } };

/** Browsers send it by themselves when they come back. */
const headers = Type.Object({ 'last-event-id': Type.Optional(Type.String({ pattern: happeningIdPattern })) });

const description = `Server-Sent Events: each \`data\` is a Happening, its \`id\` the place to resume after (\`Last-Event-ID\`).
Without one the stream begins now. A stream that can't keep up ends with the event \`behind\`, one of a node that shuts down
with \`closing\`; both say after which happening to go on.`;

export const readStream: Route = (app, services) => {
  const schema = {
    summary: 'What happens, as it happens',
    description,
    tags: ['events'],
    headers,
    querystring: StreamQuery,
    response: answers({ 200: stream }, ['not_found', 'ambiguous_id', 'rate_limited', 'unavailable']),
  };
  app.get('/v1/stream', { schema, sse: 'only' }, async (request, reply) => {
    const { after: asked, ...typed } = request.query;
    const { happenings } = services;
    const filter = filterOf(services, typed);
    const after = request.headers['last-event-id'] ?? asked;
    const place = after === undefined ? happenings.now() : placeOf(happenings.source, after);
    app.streams.begin(request, reply, filter, place);
  });
};
