import { claimItem } from '../../operations/claim-item.ts';
import { itemAct } from './item-act.ts';

export const claim = itemAct({
  name: 'claim',
  scopes: [['work']],
  act: ({ services }, id, _typed, acting) => claimItem(services, acting, id),
});
