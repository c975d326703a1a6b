import type { PostRequest } from '../../wire/api/item.ts';

type ItemType = PostRequest['type'];

/** What labels are called by which people say what an issue is. */
const kinds: ReadonlyMap<string, ItemType> = new Map([
  ['bug', 'bug'],
  ['defect', 'bug'],
  ['regression', 'bug'],
  ['enhancement', 'feature'],
  ['feature', 'feature'],
  ['documentation', 'docs'],
  ['docs', 'docs'],
  ['design', 'design'],
  ['rfc', 'rfc'],
  ['proposal', 'rfc'],
  ['research', 'research'],
]);

/** The type that the first telling label names, `kind/bug` and `type: bug` too; else `otherwise`. */
export function kindOf(labels: readonly string[], otherwise: ItemType): ItemType {
  const words = labels.map(
    (label) =>
      label
        .toLowerCase()
        .split(/[\s:/]+/)
        .at(-1) ?? '',
  );
  return words.map((word) => kinds.get(word)).find((kind) => kind !== undefined) ?? otherwise;
}
