import type { RigVouchesQuery, VouchPage } from '../wire/api/acts.ts';
import type { CompletionPage, RigCompletionsQuery } from '../wire/api/completion.ts';
import type { Identity, LinkPage, LinksQuery, Reputation, Rig } from '../wire/api/rig.ts';
import type { RigStampsQuery, StampPage } from '../wire/api/stamp.ts';
import { browseCompletions } from './browse-completions.ts';
import { browseStamps } from './browse-stamps.ts';
import { findRig } from './find-named.ts';
import { documentsOf } from './perform-act.ts';
import type { Services } from './ports.ts';
import { seeStanding } from './reputation/see-standing.ts';
import { namesOf } from './views/names.ts';
import { vouchView } from './views/record.ts';
import { groupView, linkView, rigView } from './views/rig.ts';

/** A rig's profile. */
export async function showRig(services: Services, typed: string): Promise<Rig> {
  return await rigView(services, findRig(services, typed));
}

/** Every document of a rig that is known here, predecessors first. */
export function showIdentity(services: Services, typed: string): Identity {
  const { id } = findRig(services, typed);
  return { id, documents: documentsOf(services, id) };
}

/** How a rig stands under this node's roots, with the plain evidence. */
export async function showReputation(services: Services, typed: string): Promise<Reputation> {
  const { id } = findRig(services, typed);
  await services.trust.ready(id);
  return { rig: namesOf(services)(id), ...seeStanding(services, id) };
}

/** What a rig submitted, newest first unless asked otherwise. */
export function showCompletions(services: Services, typed: string, query: RigCompletionsQuery): CompletionPage {
  return browseCompletions(services, { ...query, worker: findRig(services, typed).id });
}

/** Counting stamps about a rig, or by it, newest first unless asked otherwise. */
export function showStamps(services: Services, typed: string, query: RigStampsQuery): StampPage {
  const { by = 'subject', ...paging } = query;
  return browseStamps(services, { ...paging, [by]: findRig(services, typed).id });
}

/** Vouches for a rig, or by it, newest first unless asked otherwise. */
export function showVouches(services: Services, typed: string, query: RigVouchesQuery): VouchPage {
  const { by = 'subject', ...paging } = query;
  const names = namesOf(services);
  const page = services.reader.records.vouches({ [by]: findRig(services, typed).id }, paging);
  return { items: page.items.map((row) => vouchView(names, row)), next_cursor: page.next_cursor };
}

/** What a rig and others said about having one owner, and the group that follows from it. */
export function showLinks(services: Services, typed: string, query: LinksQuery): LinkPage {
  const { id } = findRig(services, typed);
  const names = namesOf(services);
  const { links } = services.reader;
  const page = links.list(id, query);
  return {
    items: page.items.map((link) => linkView(names, id, link)),
    next_cursor: page.next_cursor,
    ...groupView(services, names, id),
  };
}
