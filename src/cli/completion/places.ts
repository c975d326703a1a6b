import type { Command, Option } from 'commander';

/** One thing that may be typed. */
export interface Word {
  text: string;
  description: string;
}

/** What may be typed behind a command, and behind each of its options that takes one of a few values. */
export interface Place {
  /** The command with those above it, without the program: `''`, `' peer'`, `' peer add'`. */
  at: string;
  commands: Word[];
  options: (Word & { takesValue: boolean; values: readonly string[] })[];
}

/** Every place of a command line, from its own description: what it can do is written down once. */
export function placesOf(command: Command, at = ''): Place[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command).filter((each) => each.name() !== 'help');
  const place = {
    at,
    commands: commands.map((each) => ({ text: each.name(), description: each.description() })),
    options: help.visibleOptions(command).flatMap(optionWord),
  };
  return [place, ...commands.flatMap((each) => placesOf(each, `${at} ${each.name()}`))];
}

function optionWord(option: Option): Place['options'] {
  if (option.long === undefined || option.long === null) return [];
  const { long, description, required, optional, argChoices = [] } = option;
  return [{ text: long, description, takesValue: required || optional, values: argChoices }];
}
