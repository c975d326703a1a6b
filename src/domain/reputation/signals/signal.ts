/** What can be seen in who stamps whom, how and when. Shown beside the numbers, and part of none. */
export const signalKinds = [
  'reciprocity',
  'ring',
  'cluster',
  'closed_circle',
  'burst',
  'identical_scores',
  'full_confidence',
  'single_subject',
  'never_disagrees',
] as const;

export type SignalKind = (typeof signalKinds)[number];

export interface Signal {
  kind: SignalKind;
  /** Owner groups by their ids, whoever it is about first; at most `maxNamed`. */
  rigs: string[];
  /** How many owner groups it is about. */
  size: number;
  /** Stamps that show it, and of how many that were looked at. */
  stamps: number;
  of: number;
  /** The first of these stamps by time, at most `maxShown`. */
  ids: string[];
  /** Times of the first and the last of these stamps, milliseconds. */
  from: number;
  to: number;
  /** What was seen, in plain words. */
  seen: string;
  /** How honest people come to look like this. */
  innocent: string;
}

export const maxNamed = 50;
export const maxShown = 20;

/** How honest people come to look like this, in plain words. */
export const innocentCauses: Record<SignalKind, string> = {
  reciprocity: 'Two people who work on the same things review each other: often nobody else knows enough to.',
  ring: 'In a small project each may have one usual reviewer, and who reviews whom closes a circle by itself.',
  cluster: 'A team reviews its own work: those who work together know each other’s work best.',
  closed_circle: 'A group that is new here, or works on something of its own, has had no reviewers from outside yet.',
  burst:
    'Someone works off a backlog of reviews, a script moved old records here, or a clock or a network stood still.',
  identical_scores: 'Much of the work may be alike, or the review has a list of points that all of it passed.',
  full_confidence: 'The tool that issued the stamps may fill in a confidence of 1 without asking.',
  single_subject: 'A mentor follows one newcomer, an employer reviews one contractor, an operator one agent.',
  never_disagrees:
    'With clear acceptance criteria careful reviewers come to the same scores, and who is asked second often sees the first answer.',
};
