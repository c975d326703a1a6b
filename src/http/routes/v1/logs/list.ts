import { showLogs } from '../../../../operations/show-logs.ts';
import { LogPage, LogsQuery } from '../../../../wire/api/log.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const listLogs: Route = (app, services) => {
  const schema = {
    summary: 'The vector: heads of all logs',
    tags: ['logs'],
    querystring: LogsQuery,
    response: answers({ 200: answer(LogPage, 'LogPage') }, []),
  };
  app.get('/v1/logs', { schema, config: { kept: true } }, async (request) => showLogs(services, request.query));
};
