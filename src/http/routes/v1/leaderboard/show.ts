import { showLeaderboard } from '../../../../operations/reputation/show-leaderboard.ts';
import { Leaderboard, LeaderboardQuery } from '../../../../wire/api/leaderboard.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const leaderboard: Route = (app, services) => {
  const schema = {
    summary: 'Who stands best under this node’s roots, by the lower bound of one dimension',
    tags: ['rigs'],
    querystring: LeaderboardQuery,
    response: answers({ 200: answer(Leaderboard, 'Leaderboard') }, []),
  };
  app.get('/v1/leaderboard', { schema, config: { kept: true } }, async (request) =>
    showLeaderboard(services, request.query),
  );
};
