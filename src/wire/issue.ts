import Type from 'typebox';
import type { Static } from 'typebox';

/** What is read of an issue as the REST APIs of GitHub, Forgejo and Gitea show it; they say much more. */

const Named = Type.Object({ name: Type.Optional(Type.Union([Type.String(), Type.Null()])) });

export const Issue = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  body: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  labels: Type.Optional(Type.Union([Type.Array(Type.Union([Type.String(), Named])), Type.Null()])),
  /** Only pull requests have it. */
  pull_request: Type.Optional(Type.Unknown()),
});
export type Issue = Static<typeof Issue>;

/** The names of its labels. */
export function labelsOf({ labels }: Issue): string[] {
  const names = (labels ?? []).map((label) => (typeof label === 'string' ? label : label.name));
  return names.filter((name) => name !== undefined && name !== null && name !== '') as string[];
}
