import { Option } from 'commander';
import type { Command } from 'commander';
import { dimensions } from '../wire/words.ts';
import type { Dimension } from '../wire/words.ts';
import { defined } from './defined.ts';
import { nodeOf, withNode } from './options.ts';
import type { NodeOptions } from './options.ts';
import { addVerifyView } from './reputation/verify.ts';
import { UsageError } from './terminal/exit-codes.ts';
import { print } from './terminal/output.ts';
import { explanationLines, leaderLines, standingLines } from './terminal/standing.ts';

interface ReputationOptions extends NodeOptions {
  explain?: boolean;
  top?: boolean;
  dimension?: Dimension;
  skill?: string;
}

/** `wasteland reputation <rig>`, `wasteland reputation <rig> --explain`, `wasteland reputation --top` */
export function addReputation(program: Command): Command {
  const command = program
    .command('reputation [rig]')
    .description("how a rig stands under a node's roots")
    .option('--explain', 'what each stamp gives to it, and what would raise it')
    .option('--top', 'who stands best, instead of one rig')
    .addOption(new Option('--dimension <dimension>', 'with --top: of what (else quality)').choices(dimensions))
    .option('--skill <skill>', 'with --top: only by stamps that name it');
  addVerifyView(command);
  return withNode(command).action(async (rig: string | undefined, options: ReputationOptions) => {
    if (options.top === true) return await showTop(rig, options);
    if (options.dimension !== undefined || options.skill !== undefined) {
      throw new UsageError('--dimension and --skill go with --top');
    }
    if (rig === undefined) throw new UsageError('whose? Name a rig, or ask for --top');
    const about = { params: { path: { id: rig } } };
    if (options.explain === true) {
      const explanation = await nodeOf(options).get('/v1/rigs/{id}/reputation/explain', about);
      print(options, explanation, () => explanationLines(explanation));
      return;
    }
    const standing = await nodeOf(options).get('/v1/rigs/{id}/reputation', about);
    print(options, standing, () => standingLines(standing));
  });
}

async function showTop(rig: string | undefined, options: ReputationOptions): Promise<void> {
  if (rig !== undefined || options.explain === true) throw new UsageError('--top is about everybody');
  const { dimension, skill } = options;
  const query = { limit: 20, ...defined({ dimension, skill }) };
  const board = await nodeOf(options).get('/v1/leaderboard', { params: { query } });
  print(options, board, () => leaderLines(board));
}
