import { giveVouch } from '../../operations/give-vouch.ts';
import { withdrawVouch } from '../../operations/withdraw-vouch.ts';
import { VouchRequest } from '../../wire/api/rig.ts';
import { rigPage } from '../pages/rigs/show.ts';
import { validated } from '../validated.ts';
import type { Visit } from '../visit.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';
import { formRoute } from './route.ts';

export const vouch = formRoute({
  url: '/rigs/:id/vouch',
  name: 'vouch',
  scopes: [['stamp']],
  page: rigUrl,
  again: rigPage,
  act: async (visit, typed, acting) => {
    const said = given({ subject: rigOf(visit), note: textOf(typed['note']) });
    await giveVouch(visit.services, acting, validated(visit.request, VouchRequest, said));
    return rigUrl(visit);
  },
});

export const unvouch = formRoute({
  url: '/rigs/:id/unvouch',
  name: 'unvouch',
  scopes: [['stamp']],
  page: rigUrl,
  again: rigPage,
  act: async (visit, _typed, acting) => {
    await withdrawVouch(visit.services, acting, rigOf(visit));
    return rigUrl(visit);
  },
});

function rigOf({ request }: Visit): string {
  return (request.params as { id: string }).id;
}

function rigUrl(visit: Visit): string {
  return `/rigs/${encodeURIComponent(rigOf(visit))}`;
}
