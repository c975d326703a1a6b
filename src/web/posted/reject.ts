import { rejectWork } from '../../operations/reject-work.ts';
import { ReasonRequest } from '../../wire/api/lifecycle.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';

export const reject = itemAct({
  name: 'reject',
  scopes: [['post']],
  act: ({ services, request }, id, typed, acting) =>
    rejectWork(services, acting, id, validated(request, ReasonRequest, given({ reason: textOf(typed['reason']) }))),
});
