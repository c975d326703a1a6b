import type { Explanation, ExplainedStamp } from '../../wire/api/explanation.ts';
import type { Leaderboard } from '../../wire/api/leaderboard.ts';
import type { ReputationValues } from '../../wire/api/reputation.ts';
import type { Reputation } from '../../wire/api/rig.ts';
import { dimensions } from '../../wire/words.ts';
import { oneLine } from './output.ts';
import { evidenceLines } from './rig.ts';
import { rigName, shortId, table } from './table.ts';

const barWidth = 30;

/** From 0 to 1: `#` up to the lower bound, `+` up to the mean, `.` for what nothing is known of or speaks against. */
function barOf({ mean, lower }: { mean: number; lower: number }): string {
  const sure = Math.round(lower * barWidth);
  const likely = Math.max(sure, Math.round(mean * barWidth));
  return `${'#'.repeat(sure)}${'+'.repeat(likely - sure)}${'.'.repeat(barWidth - likely)}`;
}

function numbersOf(value: { mean: number; uncertainty: number; lower: number }): string[] {
  if (value.uncertainty === 1) return ['.'.repeat(barWidth), 'nothing of weight is said of it'];
  return [barOf(value), value.lower.toFixed(2), value.mean.toFixed(2), value.uncertainty.toFixed(2)];
}

const scale = [`0${' '.repeat(barWidth - 2)}1`, 'AT LEAST', 'MEAN', 'UNCERTAINTY'];

/** How a rig stands: bars with their uncertainty, by skill, by home, and the plain evidence. */
export function standingLines(standing: Reputation): string[] {
  const { rig, weight, reputation, skills, homes, evidence } = standing;
  const judged =
    weight === 0 ? 'its own judgement has no weight here' : `its own judgement weighs ${weight.toFixed(2)}`;
  return [
    `${rigName(rig)}: ${judged}`,
    '',
    ...table(['', ...scale], barsOf(reputation)),
    ...skills.flatMap(({ skill, stamps, reputation: inSkill }) => [
      '',
      ...table([`in ${oneLine(skill)}`, ...scale], barsOf(inSkill)),
      `from ${stamps} ${stamps === 1 ? 'stamp' : 'stamps'} that name it`,
    ]),
    ...(homes.length > 1 ? ['', ...homeLines(standing)] : []),
    '',
    ...evidenceLines(evidence),
  ];
}

function barsOf(reputation: ReputationValues): string[][] {
  return dimensions.map((dimension) => [dimension, ...numbersOf(reputation[dimension])]);
}

function homeLines({ homes }: Reputation): string[] {
  const rows = homes.map(({ home, stamps, share }) => [
    rigName(home),
    String(stamps),
    ...dimensions.map((dimension) => `${Math.round(100 * share[dimension])} %`),
  ]);
  return table(['GIVEN AT', 'STAMPS', ...dimensions.map((each) => each.toUpperCase())], rows);
}

/** What each stamp gives, and what would raise the score. */
export function explanationLines({ rig, reputation, raise, items, next_cursor: more }: Explanation): string[] {
  return [
    rigName(rig),
    '',
    ...table(['', ...scale], barsOf(reputation)),
    ...items.flatMap((item) => ['', ...explainedLines(item)]),
    ...(more === null ? [] : ['', 'and more stamps, which give less (--json with the API shows all)']),
    ...(raise.length === 0 ? [] : ['', 'What would raise it:', ...raise.map((words) => `  ${words}`)]),
  ];
}

function explainedLines({ stamp, weight, path, parts }: ExplainedStamp): string[] {
  const given = dimensions.flatMap((dimension) => {
    const part = parts[dimension];
    if (part === undefined) return [];
    const { c, x, discount, share } = part;
    const sum = `${weight.toFixed(2)} weight x ${c} confidence x ${discount} of its owner's series, score ${x}`;
    return [`  ${dimension} ${share < 0 ? '' : '+'}${share.toFixed(3)}: ${sum}`];
  });
  const way = path.length === 0 ? 'no vouch leads to it from a root' : path.map(rigName).join(' > ');
  return [
    `${shortId(stamp.id)} by ${rigName(stamp.author)} (${way})`,
    ...given,
    ...stamp.answers.map((answer) => `  answer: ${oneLine(answer.text)}`),
  ];
}

/** Who stands best. */
export function leaderLines({ dimension, skill, as_of, items }: Leaderboard): string[] {
  const where = skill === undefined ? '' : ` in ${oneLine(skill)}`;
  const rows = items.map(({ rank, rig, ...value }) => [String(rank), rigName(rig), ...numbersOf(value)]);
  if (rows.length === 0) return [`nothing of weight is said of anybody's ${dimension}${where} here`];
  return [`${dimension}${where}, as of ${as_of}`, ...table(['', 'RIG', ...scale], rows)];
}
