import { exportVouchList } from '../../../../../operations/reputation/export-vouch-list.ts';
import { VouchList } from '../../../../../wire/api/vouch-list.ts';
import { answer, answers } from '../../../../answers.ts';
import type { Route } from '../../../../app.ts';

export const vouchList: Route = (app, services) => {
  const schema = {
    summary: 'Whom this node vouches for and blocks, as a vouch list; reading it takes no token',
    tags: ['admin'],
    response: answers({ 200: answer(VouchList, 'VouchList') }, []),
  };
  app.get('/v1/admin/vouch-list', { schema, config: { kept: true } }, async () => exportVouchList(services));
};
