import type { Route } from '../../http/app.ts';
import { about } from './about.ts';
import { board } from './board/page.ts';
import { entry } from './entry.ts';
import { federation } from './federation/page.ts';
import { help } from './help.ts';
import { editItemForm } from './items/edit.ts';
import { itemHistory } from './items/history.ts';
import { newItem } from './items/new.ts';
import { item } from './items/show.ts';
import { register } from './register.ts';
import { explained } from './rigs/explained.ts';
import { leaders } from './rigs/leaders.ts';
import { rigs } from './rigs/list.ts';
import { rig } from './rigs/show.ts';
import { stampsOfRig } from './rigs/stamps.ts';
import { rigViews } from './rigs/views.ts';
import { signIn } from './sign-in.ts';

/** Every page. */
export const pages: readonly Route[] = [
  board,
  newItem,
  item,
  editItemForm,
  itemHistory,
  rigs,
  rig,
  explained,
  stampsOfRig,
  rigViews,
  leaders,
  federation,
  about,
  entry,
  signIn,
  register,
  ...help,
];
