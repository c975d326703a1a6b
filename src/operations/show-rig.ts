import type { CompletionPage, CompletionsQuery } from '../wire/api/completion.ts';
import type { Identity, LinkPage, Reputation, Rig } from '../wire/api/rig.ts';
import type { RigStampsQuery, StampPage } from '../wire/api/stamp.ts';
import { findRig } from './find-named.ts';
import { documentsOf } from './perform-act.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { present } from './views/present.ts';
import { completionView, stampView } from './views/record.ts';
import { linkView, rigView } from './views/rig.ts';

/** A rig's profile. */
export function showRig(services: Services, typed: string): Rig {
  return rigView(services, findRig(services, typed));
}

/** Every document of a rig that is known here, predecessors first. */
export function showIdentity(services: Services, typed: string): Identity {
  const { id } = findRig(services, typed);
  return { id, documents: documentsOf(services, id) };
}

/** The plain evidence about a rig. */
export function showReputation(services: Services, typed: string): Reputation {
  const { id } = findRig(services, typed);
  return { rig: namesOf(services)(id), evidence: services.reader.evidence.evidence(id) };
}

/** What a rig submitted, newest first. */
export function showCompletions(services: Services, typed: string, query: CompletionsQuery): CompletionPage {
  const names = namesOf(services);
  const page = services.reader.rigs.completions(findRig(services, typed).id, present(query));
  return { items: page.items.map((row) => completionView(names, row)), next_cursor: page.next_cursor };
}

/** Counting stamps about a rig, or by it, newest first. */
export function showStamps(services: Services, typed: string, query: RigStampsQuery): StampPage {
  const { by = 'subject', limit, cursor } = query;
  const names = namesOf(services);
  const filter = { [by]: findRig(services, typed).id, counting: true };
  const page = services.reader.rigs.stamps(filter, present({ limit, cursor }));
  return { items: page.items.map((row) => stampView(services, names, row)), next_cursor: page.next_cursor };
}

/** What a rig and others said about having one owner, and the group that follows from it. */
export function showLinks(services: Services, typed: string): LinkPage {
  const { id } = findRig(services, typed);
  const names = namesOf(services);
  const { rigs } = services.reader;
  return {
    items: rigs.links(id).map((link) => linkView(names, id, link)),
    next_cursor: null,
    group: rigs.group(id).map(names),
  };
}
