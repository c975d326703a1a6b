import type { Command } from 'commander';
import { Argument } from 'commander';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { placesOf } from './completion/places.ts';
import { zshScript } from './completion/zsh.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `wasteland completion bash|zsh|fish` */
export function addCompletion(program: Command): Command {
  return program
    .command('completion')
    .description('print what makes a shell complete commands: source <(wasteland completion bash)')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => {
      process.stdout.write(scripts[shell](placesOf(program)));
    });
}
