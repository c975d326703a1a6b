import { submitEvents } from '../../../../operations/submit-events.ts';
import { EventResults, EventsRequest } from '../../../../wire/api/event.ts';
import { answer, answers, bodyProblems, deliveryProblems, gateProblems } from '../../../answers.ts';
import { sendResults } from '../../../event-results.ts';
import { isFromAdmin } from '../../../plugins/credentials.ts';
import { jose } from '../../../plugins/bodies.ts';
import Type from 'typebox';
import { allRefusals } from '../../../refusals.ts';
import type { Route } from '../../../app.ts';

/** A hundred tokens of 16,000 characters, with room for those that are too long by a little. */
const bodyLimit = 2 * 1024 * 1024;

export const submitSigned: Route = (app, services) => {
  const schema = {
    summary: 'Log signed acts and identity documents',
    description: 'One result for each input, in order. A single token answers its problem directly.',
    tags: ['events'],
    body: {
      content: {
        'application/json': { schema: EventsRequest },
        [jose]: { schema: Type.String({ description: 'one compact JWS' }) },
      },
    },
    response: answers(
      {
        200: answer(EventResults, 'all stood there already, or another node logged them'),
        201: answer(EventResults, 'something was logged'),
        202: answer(EventResults, 'all wait for other nodes'),
      },
      [
        ...bodyProblems,
        ...deliveryProblems,
        ...gateProblems,
        ...allRefusals,
        'handle_taken',
        'forbidden',
        'clock_wrong',
      ],
      EventResults,
    ),
  };
  app.post('/v1/events', { schema, bodyLimit }, async (request, reply) => {
    const body = request.body as string | EventsRequest;
    const texts = typeof body === 'string' ? [body] : body.events;
    const submitted = await submitEvents(services, texts, { invited: isFromAdmin(services, request) });
    return await sendResults(reply, submitted);
  });
};
