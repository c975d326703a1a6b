import type { OwnKeyRig } from '../test/support/own-key-rig.ts';

const description = 'A task of the usual size. '.repeat(16);

/** Signed postings of about 1 kB; the index spreads projects and priorities, so that filters have something to leave out. */
export async function postings(rig: OwnKeyRig, from: number, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = from; index < from + count; index++) {
    const token = await rig.sign('wanted.posted', {
      title: `Item number ${index}`,
      description,
      type: index % 3 === 0 ? 'bug' : 'feature',
      priority: index % 5,
      effort: 'medium',
      project: `project-${index % 20}`,
      tags: ['bench', `tag-${index % 10}`],
    });
    tokens.push(token);
  }
  return tokens;
}
