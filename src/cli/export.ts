import type { Command } from 'commander';
import { addExportBeads } from './export/beads.ts';
import { addExportBoard } from './export/board.ts';

/** `wasteland export` and what can be exported */
export function addExport(program: Command): Command {
  const command = program
    .command('export')
    .description('write what a node holds into a file, for other nodes and tools');
  addExportBoard(command);
  addExportBeads(command);
  return command;
}
