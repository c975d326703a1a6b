import { showQr } from '../../../../operations/pictures/show-qr.ts';
import { answers } from '../../../answers.ts';
import { idParams } from '../../../params.ts';
import { sendPicture, svgAnswer } from '../../../picture.ts';
import type { Route } from '../../../app.ts';

export const qr: Route = (app, services) => {
  const schema = {
    summary: 'The address of a rig’s profile on this node as a QR code',
    tags: ['rigs'],
    params: idParams,
    response: answers({ 200: svgAnswer }, ['not_found', 'ambiguous_id']),
  };
  app.get('/v1/rigs/:id/qr.svg', { schema }, async (request, reply) =>
    sendPicture(reply, await showQr(services, request.params.id)),
  );
};
