import type { Services } from './ports.ts';

/** The kid of a key in force of the rig that this node holds; undefined where the rig signs for itself. */
export function heldKid({ reader, private: { keys } }: Services, rig: string): string | undefined {
  const inForce = reader.rigs.rig(rig)?.keys ?? [];
  return keys.kids(rig).find((held) => inForce.includes(held));
}
