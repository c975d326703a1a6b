import type { Command } from 'commander';
import { addImportBeads } from './import/beads.ts';
import { addImportBoard } from './import/board.ts';
import { addImportGithub } from './import/github.ts';

/** `wasteland import` and what can be imported */
export function addImport(program: Command): Command {
  const command = program.command('import').description('take over what was elsewhere: issues, or a board');
  addImportBoard(command);
  addImportBeads(command);
  addImportGithub(command);
  return command;
}
