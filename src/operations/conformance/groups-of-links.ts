/** Owner groups from pairs of rigs that linked each other: everybody who is named, to the smallest id of their group. */
export function groupsOfLinks(links: readonly (readonly [string, string])[]): Map<string, string> {
  const neighbours = Map.groupBy([...links, ...links.map(([a, b]) => [b, a] as const)], ([rig]) => rig);
  const groups = new Map<string, string>();
  // In order, so that whoever is met first names the group.
  for (const first of [...neighbours.keys()].sort()) {
    if (groups.has(first)) continue;
    groups.set(first, first);
    const members = [first];
    for (const member of members) {
      for (const [, other] of neighbours.get(member) ?? []) {
        if (groups.has(other)) continue;
        groups.set(other, first);
        members.push(other);
      }
    }
  }
  return groups;
}
