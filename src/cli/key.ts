import type { Command } from 'commander';
import { addKeyAdd } from './key/add.ts';
import { addKeyDrop } from './key/drop.ts';
import { addKeyExport } from './key/export.ts';
import { addKeyImport } from './key/import.ts';
import { addKeyList } from './key/list.ts';
import { addKeyNew } from './key/new.ts';
import { addKeyRecover } from './key/recover.ts';
import { addKeyRotate } from './key/rotate.ts';
import { addKeyShow } from './key/show.ts';

const commands = [
  addKeyNew,
  addKeyList,
  addKeyShow,
  addKeyAdd,
  addKeyRotate,
  addKeyDrop,
  addKeyRecover,
  addKeyExport,
  addKeyImport,
];

/** `wasteland key …` */
export function addKey(program: Command): Command {
  const command = program.command('key').description('your own keys, in your configuration directory');
  for (const add of commands) add(command);
  return command;
}
