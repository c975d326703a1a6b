import { listEntries } from '../../../../operations/show-logs.ts';
import { EntryListQuery, EntryPage } from '../../../../wire/api/log.ts';
import { answer, answers } from '../../../answers.ts';
import { originParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const logEntries: Route = (app, services) => {
  const schema = {
    summary: 'Entries of a log with their verdicts as of now',
    description: 'For people. The entries themselves, as they were signed, are at …/events.',
    tags: ['logs'],
    params: originParams,
    querystring: EntryListQuery,
    response: answers({ 200: answer(EntryPage, 'EntryPage') }, ['not_found']),
  };
  app.get('/v1/logs/:origin/entries', { schema, config: { kept: true } }, async (request) =>
    listEntries(services, request.params.origin, request.query),
  );
};
