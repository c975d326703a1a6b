import type { Command } from 'commander';
import type { StampSaid } from '../../wire/api/stamp.ts';
import { dimensions } from '../../wire/words.ts';
import { collect } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';

export interface ScoreOptions {
  quality?: string;
  reliability?: string;
  creativity?: string;
  severity?: string;
  skill?: string[];
  message?: string;
}

/** Adds the options with which a stamp is written. */
export function withScores(command: Command): Command {
  for (const dimension of dimensions) {
    command.option(`--${dimension} <score>`, 'from 1 to 5 in halves, with your confidence from 0 to 1: 4.5:0.8');
  }
  return command
    .option('--severity <weight>', 'how much hung on the work: leaf, branch or root')
    .option('--skill <name>', 'a skill that the work shows; may be repeated', collect)
    .option('--message <text>', 'a word to go with it');
}

/** The stamp that the options write, or undefined when they name no score. */
export function stampOf(options: ScoreOptions): StampSaid | undefined {
  const scores = dimensions.flatMap((dimension) => {
    const text = options[dimension];
    return text === undefined ? [] : [[dimension, scoreOf(dimension, text)] as const];
  });
  const { severity, skill, message } = options;
  if (scores.length === 0) {
    if (severity === undefined && skill === undefined && message === undefined) return undefined;
    throw new UsageError('a stamp needs a score in at least one dimension');
  }
  const said = {
    dimensions: Object.fromEntries(scores),
    ...(severity === undefined ? {} : { severity }),
    ...(skill === undefined ? {} : { skills: skill }),
    ...(message === undefined ? {} : { message }),
  };
  return said as StampSaid;
}

/** There is no default: a confidence that nobody chose says nothing. */
function scoreOf(dimension: string, text: string): { score: number; confidence: number } {
  const match = /^(\d(?:\.\d+)?):(\d(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new UsageError(`--${dimension} ${text}: write score:confidence, for example 4.5:0.8`);
  return { score: Number(match[1]), confidence: Number(match[2]) };
}
