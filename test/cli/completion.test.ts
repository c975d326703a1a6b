import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { wasteland } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/dolt.ts';

/** The scripts that complete commands. bash runs its own; of the others it is seen that they hold the same. */

t.setTimeout(120_000);
const directory = await temporaryDirectory(t);
const [bash, zsh, fish, help] = (
  await Promise.all([
    wasteland(['completion', 'bash'], {}),
    wasteland(['completion', 'zsh'], {}),
    wasteland(['completion', 'fish'], {}),
    wasteland(['--help'], {}),
  ])
).map(({ stdout }) => stdout) as [string, string, string, string];
const script = join(directory, 'completion.bash');
writeFileSync(script, bash);

/** What bash would offer behind these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const code = `source ${script}; COMP_WORDS=(wasteland ${typed}); COMP_CWORD=${words.length}; _wasteland
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', code], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

t.test('every command, in every shell', (test) => {
  const commands = [...help.matchAll(/^ {2}([a-z]+)( |$)/gm)].map(([, name]) => String(name));
  const named = commands.filter((name) => name !== 'help');
  test.ok(named.length > 25, `${named.length} commands`);
  test.same(
    offered('')
      .filter((word) => !word.startsWith('-'))
      .sort(),
    named.toSorted(),
  );
  for (const name of named) {
    test.match(zsh, `'${name}:`, `${name} in zsh`);
    test.match(fish, ` -a ${name} -d`, `${name} in fish`);
  }
  test.end();
});

t.test('beginnings, commands below commands, options and their values', (test) => {
  test.same(offered('bro'), ['browse']);
  test.same(offered('peer', ''), ['add', 'list', 'pause', 'resume', 'remove', '--help']);
  test.same(offered('peer', 'add', '--u'), ['--url']);
  test.same(offered('--json', 'peer', 're'), ['resume', 'remove'], 'wherever options stand');
  test.same(offered('browse', '--status', 'c'), ['claimed', 'completed']);
  test.same(offered('completion', ''), ['--help'], 'the shells are words of an argument');
  test.match(zsh, "(' browse --status') found=('open' 'claimed'");
  test.match(fish, `__wasteland_is \\' browse\\'' -l status -x -a 'open claimed in_review completed withdrawn'`);
  test.end();
});

t.test('nothing that is typed is evaluated', (test) => {
  const trap = join(directory, 'trap');
  offered(`$(touch ${trap})`, `$(touch ${trap})`);
  offered('browse', `\`touch ${trap}\``);
  test.notOk(existsSync(trap));
  test.end();
});
