import { groupOf } from '../../domain/ownership.ts';
import type { State } from '../../domain/state.ts';
import type { BlockRow } from '../../private/blocks.ts';
import type { Services } from '../ports.ts';
import { hostOf } from '../views/names.ts';

/** Whom a block may be about: a rig, or an account without one, or both. */
export interface Asker {
  rig?: string | undefined;
  /** As it was asked for. */
  account?: string | undefined;
}

/**
 * The block that hits somebody here: on a rig of its owner group, on an account that is proven to be its own, on its
 * home's domain or one above it. `state` may be the writer's, which knows the links of this very moment.
 */
export function blockOf(services: Services, asker: Asker, state: State = services.reader.state): BlockRow | undefined {
  const { blocks } = services.private;
  if (blocks.size === 0) return undefined;
  for (const target of targetsOf(services, asker, state)) {
    const block = blocks.get(target);
    if (block !== undefined) return block;
  }
  return undefined;
}

function* targetsOf(services: Services, { rig, account }: Asker, state: State): Iterable<string> {
  if (account !== undefined) yield* withParents(account);
  if (rig === undefined) return;
  yield rig;
  const home = state.table('identities').get(rig)?.home;
  for (const member of membersOf(state, rig)) {
    yield member;
    for (const { account: own, proven } of services.accounts.of(member)) if (proven) yield* withParents(own);
  }
  const host = home === undefined || home === services.node.id ? undefined : hostOf(services, home);
  if (host !== undefined) yield* withParents(`domain:${host}`);
}

function membersOf(state: State, rig: string): string[] {
  const members = state
    .table('groups')
    .list('group', groupOf(state, rig))
    .map((row) => row.rig);
  return members.length === 0 ? [rig] : members;
}

/** `domain:a.b.example` stands under `domain:b.example` and `domain:example` too, with and without its port. */
function* withParents(account: string): Iterable<string> {
  yield account;
  if (!account.startsWith('domain:')) return;
  const [host = ''] = account.slice('domain:'.length).split(':');
  const labels = host.split('.');
  for (const start of labels.keys()) yield `domain:${labels.slice(start).join('.')}`;
}
