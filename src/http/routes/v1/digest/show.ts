import { showDigest } from '../../../../operations/show-digest.ts';
import { Digest } from '../../../../wire/api/node.ts';
import { answer, answers } from '../../../answers.ts';
import type { Route } from '../../../app.ts';

export const digest: Route = (app, services) => {
  const schema = {
    summary: 'The digest at the vector that it names',
    tags: ['node'],
    response: answers({ 200: answer(Digest, 'Digest') }, []),
  };
  app.get('/v1/digest', { schema }, async () => showDigest(services));
};
