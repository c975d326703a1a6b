/** Where an item came from, as its `origin_ref` says it: `beads:bd-1`, and behind a space the bead's own `external_ref`. */
export interface BeadOrigin {
  id: string;
  externalRef?: string;
}

const form = /^beads:(\S+)(?: (.+))?$/s;

/** The `origin_ref` of the item for a bead. */
export function originRefOf({ id, externalRef }: BeadOrigin): string {
  return externalRef === undefined || externalRef === '' ? `beads:${id}` : `beads:${id} ${externalRef}`;
}

/** The bead that an `origin_ref` names; undefined for items that came from elsewhere, or from nowhere. */
export function beadOrigin(originRef: string | undefined): BeadOrigin | undefined {
  const [, id, externalRef] = form.exec(originRef ?? '') ?? [];
  if (id === undefined) return undefined;
  return externalRef === undefined ? { id } : { id, externalRef };
}
