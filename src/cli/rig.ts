import type { Command } from 'commander';
import { addRigClose } from './rig/close.ts';
import { addRigEdit } from './rig/edit.ts';
import { addRigList } from './rig/list.ts';
import { addRigProve } from './rig/prove.ts';
import { addRigRegister } from './rig/register.ts';
import { addRigShow } from './rig/show.ts';

/** `wasteland rig …` */
export function addRig(program: Command): Command {
  const command = program.command('rig').description('who acts: people, agents, teams');
  for (const add of [addRigRegister, addRigShow, addRigList, addRigEdit, addRigProve, addRigClose]) add(command);
  return command;
}
