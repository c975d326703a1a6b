import type { IdentityRow, State } from './state.ts';

/** Owner groups (protocol.md section 3): the transitive closure of links that both sides signed, and of an agent with the
 * owner that it names and that linked it. Teams and organisations never join one, or nobody could stamp a colleague. */

/** Id of a rig's owner group; a rig that is in none is its own. */
export function groupOf(state: State, rig: string): string {
  return state.table('groups').get(rig)?.group_id ?? rig;
}

/** The yearbook rule: whether one owner stands behind both. */
export function sameOwner(state: State, a: string, b: string): boolean {
  return groupOf(state, a) === groupOf(state, b);
}

/**
 * Makes groups anew; `rigs` are both ends of each statement that came or went, so that whatever a group falls into holds
 * one of them. Returns the rigs whose group has another id now.
 */
export function regroup(state: State, rigs: Iterable<string>): string[] {
  const groups = state.table('groups');
  const changed: string[] = [];
  const placed = new Set<string>();
  for (const rig of rigs) {
    if (placed.has(rig)) continue;
    const component = componentOf(state, rig);
    const groupId = component.reduce((least, member) => (member < least ? member : least));
    for (const member of component) {
      placed.add(member);
      if (groupOf(state, member) !== groupId) changed.push(member);
      if (component.length > 1) groups.put({ rig: member, group_id: groupId });
      else groups.delete(member);
    }
  }
  return changed;
}

function componentOf(state: State, start: string): string[] {
  const component = [start];
  const seen = new Set(component);
  for (const rig of component) {
    for (const neighbour of neighboursOf(state, rig)) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      component.push(neighbour);
    }
  }
  return component;
}

/** Rigs that share an owner with this one by one confirmed statement. */
export function neighboursOf(state: State, rig: string): string[] {
  const identity = state.table('identities').get(rig);
  if (identity === undefined || !mayJoin(identity)) return [];
  const links = state.table('links');
  const mutual = links
    .list('author', rig)
    .map((link) => link.other)
    .filter((other) => links.get(other, rig) !== undefined);
  const owner = identity.owner !== null && ownerConfirmed(state, identity) ? [identity.owner] : [];
  const owned = state
    .table('identities')
    .list('owner', rig)
    .filter((agent) => ownerConfirmed(state, agent))
    .map((agent) => agent.id);
  return [...mutual, ...owner, ...owned].filter((other) => {
    const known = state.table('identities').get(other);
    return known !== undefined && mayJoin(known);
  });
}

/** Whether the owner that an agent's latest document names has linked it. */
export function ownerConfirmed(state: State, agent: IdentityRow): boolean {
  return agent.owner !== null && state.table('links').get(agent.owner, agent.id) !== undefined;
}

function mayJoin(identity: IdentityRow): boolean {
  return identity.kind !== 'team' && identity.kind !== 'org';
}
