import type { IdentityRow, ItemRow, StampRow } from '../domain/state.ts';
import { WastelandError } from '../errors.ts';
import { isIdentityId } from '../identity/strict-jws.ts';
import type { Services } from './ports.ts';
import { addressOf } from './views/names.ts';

/** Finds what people name: ids, unambiguous beginnings of them, handles and addresses. */

const nouns = { 'w-': 'wanted item', 'c-': 'completion', 's-': 'stamp', 'm-': 'comment', 'v-': 'vouch' } as const;
type Prefix = keyof typeof nouns;

/** The full id that a typed one means, the letter and dash being optional; `not_found`, `ambiguous_id`. */
export function findId(services: Services, prefix: Prefix, typed: string): string {
  const id = findKnownId(services, prefix, typed);
  if (id === undefined) throw new WastelandError('not_found', `no ${nouns[prefix]} ${typed} is known here`);
  return id;
}

/** Like `findId`, but undefined for what isn't known here. */
export function findKnownId(services: Services, prefix: Prefix, typed: string): string | undefined {
  const resolved = services.reader.resolve(typed.startsWith(prefix) ? typed : prefix + typed);
  if (resolved.kind === 'found') return resolved.id;
  if (resolved.kind === 'absent') return undefined;
  throw new WastelandError('ambiguous_id', `${typed} may mean ${resolved.ids.join(', ')}`);
}

/** A full id even when nothing with it is known here; a beginning must be known. */
export function findOrTakeId(services: Services, prefix: Prefix, typed: string): string {
  const full = typed.startsWith(prefix) ? typed : prefix + typed;
  return full.length === 42 ? full : findId(services, prefix, typed);
}

/** The item that a typed id names. */
export function findItem(services: Services, typed: string): ItemRow {
  return known(services.reader.items.item(findId(services, 'w-', typed)), typed);
}

/** The stamp that a typed id names. */
export function findStamp(services: Services, typed: string): StampRow {
  return known(services.reader.items.stamp(findId(services, 's-', typed)), typed);
}

/** The rig that an identity id, an address, or a handle of this node names; `not_found`, `ambiguous_id`. */
export function findRig(services: Services, typed: string): IdentityRow {
  const isId: boolean = isIdentityId(typed);
  if (isId) return known(services.reader.rigs.rig(typed), typed);
  const found = candidates(services, typed);
  if (found.length > 1) {
    throw new WastelandError('ambiguous_id', `${typed} may mean ${found.map(({ id }) => id).join(', ')}`);
  }
  return known(found[0], typed);
}

/** The id that a reference to a rig names; an identity id needn't be known here. */
export function findRigId(services: Services, typed: string): string {
  return isIdentityId(typed) ? typed : findRig(services, typed).id;
}

function candidates(services: Services, typed: string): IdentityRow[] {
  const { reader, node } = services;
  const at = typed.indexOf('@');
  if (at === -1) return reader.rigs.byHandle(typed, node.id);
  const place = typed.slice(at + 1);
  return reader.state
    .table('identities')
    .list('handle', typed.slice(0, at))
    .filter((row) => addressOf(services, row) === typed || (place.length >= 10 && row.home.startsWith(place)));
}

function known<Row>(row: Row | undefined, typed: string): Row {
  if (row === undefined) throw new WastelandError('not_found', `${typed} isn't known here`);
  return row;
}
