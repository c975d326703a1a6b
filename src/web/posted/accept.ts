import { checkScopes } from '../../http/plugins/credentials.ts';
import { acceptWork } from '../../operations/accept-work.ts';
import { AcceptRequest } from '../../wire/api/lifecycle.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import { given } from '../forms/given.ts';
import { textOf } from '../forms/lists.ts';
import { isStamp, stampSaid } from '../forms/stamp-fields.ts';

export const accept = itemAct({
  name: 'accept',
  scopes: [['post']],
  act: ({ services, request }, id, typed, acting) => {
    const stamp = isStamp(typed) ? stampSaid(typed) : undefined;
    if (stamp !== undefined) checkScopes(request, [['stamp']]);
    const said = given({ reason: textOf(typed['reason']), stamp });
    return acceptWork(services, acting, id, validated(request, AcceptRequest, said));
  },
});
