import type { Case, Signing, Step } from '../template.ts';

/** What the cases are written with. */

export type Extra = Partial<Step> & { key?: string; members?: Record<string, unknown> };

/** Document 0 of `who`, with home at log a's node. */
export function first(who: string, { key = who, members = {}, ...step }: Extra = {}): Step {
  const payload = {
    seq: 0,
    prev: null,
    kind: 'human',
    handle: `$handle:${who}`,
    keys: [`$jwk:${who}`],
    recovery: [],
    home: '$node:a',
    iat: '$now',
    ...members,
  };
  return { as: `${who}0`, sign: { typ: 'identity', key, payload }, ...step };
}

/** A later document of `who`, after step `prev`. */
export function later(who: string, as: string, prev: string, seq: number, extra: Extra = {}): Step {
  const members = { id: `$id:${who}0`, seq, prev: `$hash:${prev}`, ...extra.members };
  return { ...first(who, { ...extra, members }), as };
}

export function event(who: string, as: string, type: string, body: object, extra: Extra = {}): Step {
  const { key = who, members = {}, ...step } = extra;
  const payload = {
    iss: `$id:${who}0`,
    aud: `$node:${step.log ?? 'a'}`,
    iat: '$now',
    jti: `$jti:${as}`,
    type,
    body,
    ...members,
  };
  return { as, sign: { typ: 'event', key, payload }, ...step };
}

export function post(who: string, extra: Extra & { body?: object } = {}): Step {
  const { body, ...rest } = extra;
  return event(
    who,
    'item',
    'wanted.posted',
    { title: 'Mend', type: 'bug', priority: 2, effort: 'small', ...body },
    rest,
  );
}

export const vouch = (who: string, as: string, subject: string, extra: Extra = {}): Step =>
  event(who, as, 'vouch.given', { subject }, extra);

export const stamp = (who: string, as: string, subject: string, extra: Extra = {}): Step =>
  event(
    who,
    as,
    'stamp.issued',
    {
      completion: '$made:work',
      subject,
      dimensions: { quality: { score: 4, confidence: 0.5 } },
      severity: 'leaf',
    },
    extra,
  );

export const submit = (who: string, as: string, extra: Extra = {}): Step =>
  event(who, as, 'work.submitted', { item: '$made:item', evidence: [{ url: 'https://example.org/1' }] }, extra);

/** Poster, worker and judge, and what the worker handed in. */
export const handedIn: Step[] = [
  first('poster'),
  first('worker'),
  first('judge'),
  post('poster'),
  event('worker', 'claim', 'wanted.claimed', { item: '$made:item' }),
  submit('worker', 'work'),
];

/** A last step that is a text and nothing more. */
export function text(code: string, why: string, content: string): Case {
  return { name: code, code, why, steps: [{ as: 'last', code, text: content }] };
}

/** A last step that is a signed token whose text is wrong. */
export function token(name: string, code: string, why: string, signing: Partial<Signing>): Case {
  const sign: Signing = { typ: 'event', key: 'nobody', payload: {}, ...signing };
  return { name, code, why, steps: [{ as: 'last', code, sign }] };
}

export function steps(name: string, code: string, why: string, ...list: Step[]): Case {
  const last = list.at(-1);
  return { name, code, why, steps: [...list.slice(0, -1), { ...last, as: last?.as ?? 'last', code }] };
}

export function damaged({ sign, ...step }: Step, code: string): Step {
  return { ...step, code, damaged: sign as Signing };
}

/** Says that a key is dropped, and that all it did in log a counts. */
export const drop = (who: string): object[] => [{ kid: `$kid:${who}`, upto: { '$node:a': 1_000_000 } }];

/** A document without the first key of `rig`. */
export const replaced = { keys: ['$jwk:fresh'], revoked: drop('rig') };
