import { revokeStamp } from '../../operations/revoke-stamp.ts';
import { RevokeRequest } from '../../wire/api/stamp.ts';
import { validated } from '../validated.ts';
import { textOf } from '../forms/lists.ts';
import { stampAct } from './stamp-act.ts';

export const revoke = stampAct({
  name: 'revoke',
  scopes: [['stamp']],
  act: ({ services, request }, stamp, typed, acting) =>
    revokeStamp(services, acting, stamp, validated(request, RevokeRequest, { reason: textOf(typed['reason']) ?? '' })),
});
