import { releaseItem } from '../../operations/release-item.ts';
import { ReasonRequest } from '../../wire/api/lifecycle.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';

export const release = itemAct({
  name: 'release',
  scopes: [['work'], ['post']],
  act: ({ services, request }, id, typed, acting) =>
    releaseItem(services, acting, id, validated(request, ReasonRequest, given({ reason: textOf(typed['reason']) }))),
});
