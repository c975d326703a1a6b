import { registerRig } from '../../../../operations/register-rig.ts';
import { RegisterAnswer, RegisterRequest } from '../../../../wire/api/rig.ts';
import { answer, answers, bodyProblems } from '../../../answers.ts';
import { isFromAdmin } from '../../../plugins/credentials.ts';
import type { Route } from '../../../app.ts';

export const register: Route = (app, services) => {
  const schema = {
    summary: 'Register a rig whose key this node holds',
    tags: ['rigs'],
    body: RegisterRequest,
    response: answers({ 201: answer(RegisterAnswer, 'registered; the token is shown this once') }, [
      ...bodyProblems,
      'forbidden',
      'handle_taken',
      'schema',
      'lone_surrogate',
      'bad_key',
      'noncanonical_key',
      'low_order_key',
      'torsion_key',
    ]),
  };
  app.post('/v1/rigs', { schema, config: { registers: true } }, async (request, reply) => {
    const invited = isFromAdmin(services, request);
    return await reply.code(201).send(await registerRig(services, request.body, { invited }));
  });
};
