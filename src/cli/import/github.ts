import { setTimeout } from 'node:timers/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import { systemClock } from '../../clock.ts';
import type { PostRequest } from '../../wire/api/item.ts';
import { itemTypes } from '../../wire/words.ts';
import { configOf, variable, withActing } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { exitCodes, UsageError } from '../terminal/exit-codes.ts';
import { untilInterrupted } from '../terminal/interrupt.ts';
import { oneLine, print, progressOf, say } from '../terminal/output.ts';
import type { GithubReport } from './github-run.ts';

export interface GithubOptions extends ActingOptions {
  label: string;
  baseUrl: string;
  project?: string;
  type: PostRequest['type'];
  commentCompleted?: boolean;
}

/** As GitHub and Gitea have them. */
const repositoryForm = /^[A-Za-z0-9._-]{1,100}\/[A-Za-z0-9._-]{1,100}$/;

/** `wasteland import github <OWNER/REPO>` */
export function addImportGithub(group: Command): Command {
  const command = group
    .command('github <owner/repo>')
    .description('post the open issues with a label as items; run again, it takes what is new or changed there')
    .option('--label <name>', 'which issues', 'help wanted')
    .option('--base-url <url>', 'a GitHub Enterprise, Forgejo or Gitea server', 'https://github.com')
    .option('--project <name>', "the items' project, else the repository's name")
    .addOption(new Option('--type <type>', 'where no label says it').choices(itemTypes).default('other'))
    .option('--comment-completed', 'say under the issue, once, that its item is completed (WASTELAND_GITHUB_TOKEN)');
  return withActing(command).action(async (repository: string, options: GithubOptions) => {
    checkOptions(repository, options);
    // Only this command needs it, and an HTTP client takes long to load.
    const { importGithub } = await import('./github-run.ts');
    const report = await untilInterrupted((signal) =>
      importGithub(repository, options, {
        rules: configOf({}),
        githubToken: variable('GITHUB_TOKEN'),
        clock: systemClock,
        signal,
        onProgress: progressOf('issues imported'),
        wait: async (milliseconds, why) => {
          if (why !== undefined) say(`${why}; it goes on in ${Math.ceil(milliseconds / 1000)} s`);
          await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
        },
      }),
    );
    show(report, options);
  });
}

function checkOptions(repository: string, { label, commentCompleted }: GithubOptions): void {
  if (!repositoryForm.test(repository)) throw new UsageError(`${repository} is not of the form OWNER/REPO`);
  // The API takes it for two labels.
  if (label === '' || label.includes(',')) throw new UsageError('--label takes one label, without a comma');
  if (commentCompleted === true && variable('GITHUB_TOKEN') === undefined) {
    throw new UsageError('comments need a token that may write issues: set WASTELAND_GITHUB_TOKEN');
  }
}

function show(report: GithubReport, options: GithubOptions): void {
  const { repository, label, issues, posted, edited, unchanged, kept, comments, refused } = report;
  for (const { origin_ref: ref, code, detail } of refused) say(`wasteland: ${oneLine(`${ref}: ${detail} (${code})`)}`);
  print(options, report, () => [
    `${oneLine(repository)}: ${issues} open issues with the label ${JSON.stringify(oneLine(label))}`,
    `${posted} posted, ${edited} changed, ${unchanged} as they were, ${kept} left since they are at work or edited here`,
    ...(comments === undefined ? [] : [`${comments} comments that an item is completed`]),
    ...(refused.length === 0 ? [] : [`${refused.length} refused`]),
  ]);
  if (refused.length > 0) process.exitCode = exitCodes.refused;
}
