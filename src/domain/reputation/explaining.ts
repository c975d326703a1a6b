import { dimensions } from '../../wire/words.ts';
import type { Dimension } from '../../wire/words.ts';
import { effectsOf, mostEffective, saidAt } from './effects.ts';
import type { EffectPlace, Effects, Wanted } from './effects.ts';
import { shareOf } from './explain.ts';
import type { Said } from './given.ts';
import type { Jury } from './jury.ts';
import { whatWouldRaise } from './raise.ts';
import type { Raise } from './raise.ts';
import type { Reputation } from './scores.ts';
import type { Steps } from './steps.ts';
import type { SubjectStamps } from './subject-stamps.ts';

/** What a stamp says of one dimension, and by how much that moves the mean. */
export type PartOfStamp = Pick<Said<unknown>, 'c' | 'x' | 'discount' | 'r' | 's'> & { share: number };

/** A stamp with what it gives. */
export interface ExplainedAt extends EffectPlace {
  author: string;
  weight: number;
  parts: Partial<Record<Dimension, PartOfStamp>>;
}

export interface Explained {
  reputation: Reputation;
  raises: Raise[];
  stamps: ExplainedAt[];
}

/** Explains a subject's reputation by one page of what its stamps give, and by what would raise it. */
export function* explaining(stamps: SubjectStamps, jury: Jury, wanted: Wanted): Steps<Explained> {
  const effects = yield* effectsOf(stamps, jury);
  const { reputation } = effects;
  const places = yield* mostEffective(stamps, effects, wanted);
  const explained = places.map((at) => explainedAt(stamps, jury, effects, at));
  return { reputation, raises: yield* whatWouldRaise(stamps, jury, reputation), stamps: explained };
}

function explainedAt(stamps: SubjectStamps, jury: Jury, effects: Effects, at: number): ExplainedAt {
  const author = stamps.authors[at] as number;
  const parts = dimensions.flatMap((dimension, place) => {
    const said = saidAt(stamps, jury, effects, at, place);
    if (said === undefined) return [];
    return [[dimension, { ...said, share: shareOf(said, effects.reputation[dimension].uncertainty) }] as const];
  });
  return {
    stamp: stamps.ids[at] as string,
    total: effects.total[at] as number,
    author: stamps.rigs.texts[author] as string,
    weight: jury.weights[author] as number,
    parts: Object.fromEntries(parts),
  };
}
