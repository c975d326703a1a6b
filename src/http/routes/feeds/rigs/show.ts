import { rigFeed } from '../../../../operations/feeds/rig-feed.ts';
import { answers } from '../../../answers.ts';
import { atomAnswer, sendFeed } from '../../../atom.ts';
import { idParams } from '../../../params.ts';
import type { Route } from '../../../app.ts';

export const feedOfRig: Route = (app, services) => {
  const schema = {
    summary: 'What a rig does and what is said of its work, as an Atom feed',
    tags: ['feeds'],
    params: idParams,
    response: answers({ 200: atomAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/feeds/rigs/:id.atom', { schema }, async (request, reply) => {
    const { rig, happenings } = rigFeed(services, request.params.id);
    const title = `${rig.address ?? rig.id} at ${services.settings.name}`;
    const place = {
      title,
      base: services.node.url() ?? '',
      self: `/feeds/rigs/${rig.id}.atom`,
      page: `/rigs/${rig.id}`,
    };
    return await sendFeed(reply, place, happenings);
  });
};
