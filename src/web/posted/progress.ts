import { reportProgress } from '../../operations/report-progress.ts';
import { ProgressRequest } from '../../wire/api/lifecycle.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';

export const progress = itemAct({
  name: 'progress',
  scopes: [['work']],
  act: ({ services, request }, id, typed, acting) =>
    reportProgress(services, acting, id, validated(request, ProgressRequest, given({ note: textOf(typed['note']) }))),
});
