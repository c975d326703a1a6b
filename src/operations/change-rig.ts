import { WastelandError } from '../errors.ts';
import { thumbprint } from '../identity/keys.ts';
import type { RigAnswer, RigChange } from '../wire/api/rig.ts';
import type { IdentityDocument } from '../wire/document.ts';
import type { Acting } from './acting.ts';
import { findRig, findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { readPublicKeys } from './public-keys.ts';
import { rigView } from './views/rig.ts';
import { writeDocument } from './write-document.ts';

/** Changes what a custodial rig says of itself, and which keys speak for it; the document is signed by the node. */
export async function changeRig(services: Services, acting: Acting, change: RigChange): Promise<RigAnswer> {
  const { owner, add_keys: added = [], drop_keys: dropped = [], recovery, ...said } = change;
  const members = {
    ...said,
    ...(owner === undefined ? {} : { owner: owner === '' ? '' : findRigId(services, owner) }),
    ...(recovery === undefined ? {} : { recovery: readPublicKeys(recovery) }),
  };
  const fresh = readPublicKeys(added);
  const event = await writeDocument(services, acting, (latest) => ({
    ...emptyTakenAway(members),
    keys: [...keptKeys(latest, dropped), ...fresh],
    ...revoked(services, acting.rig, dropped),
  }));
  leaveWhatIsLost(services, acting.rig);
  return { rig: await rigView(services, findRig(services, acting.rig)), event };
}

/** Closes a custodial rig for ever: what it did stays, and nothing speaks for it any more. */
export async function closeRig(services: Services, acting: Acting): Promise<RigAnswer> {
  const event = await writeDocument(services, acting, (latest) => ({
    keys: [],
    status: 'tombstone',
    ...revoked(services, acting.rig, kidsOf(latest)),
  }));
  leaveWhatIsLost(services, acting.rig);
  return { rig: await rigView(services, findRig(services, acting.rig)), event };
}

/** `""` and `[]` take a member away. */
function emptyTakenAway(members: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(members).map(([member, value]) => {
    const empty = value === '' || (Array.isArray(value) && value.length === 0 && member !== 'recovery');
    return [member, empty ? undefined : value] as const;
  });
  return Object.fromEntries(entries);
}

function keptKeys(latest: IdentityDocument, dropped: readonly string[]): IdentityDocument['keys'] {
  const unknown = dropped.find((kid) => !kidsOf(latest).includes(kid));
  if (unknown !== undefined) throw new WastelandError('not_found', `this rig has no key ${unknown}`);
  return latest.keys.filter(({ x }) => !dropped.includes(thumbprint(x)));
}

function kidsOf({ keys }: IdentityDocument): string[] {
  return keys.map(({ x }) => thumbprint(x));
}

/** A document names so many places at most, or it grows too long. */
const maxPlaces = 120;

/** What dropped keys signed up to now still counts, in every log in which the rig is known. */
function revoked(
  { reader }: Services,
  rig: string,
  kids: readonly string[],
): Pick<IdentityDocument, 'revoked'> | undefined {
  if (kids.length === 0) return undefined;
  const documents = reader.state.table('documents').list('id', rig);
  const homes = new Set(documents.map(({ payload }) => payload.home));
  const origins = new Set(
    documents.flatMap(({ hash }) => reader.state.table('places').list('hash', hash)).map(originOf),
  );
  const homesFirst = [...origins].sort((a, b) => Number(homes.has(b)) - Number(homes.has(a)));
  const places = homesFirst.slice(0, Math.floor(maxPlaces / kids.length));
  const upto = Object.fromEntries(places.map((origin) => [origin, reader.logs.log(origin)?.seq ?? 0]));
  return { revoked: kids.map((kid) => ({ kid, upto })) };
}

function originOf({ origin }: { origin: string }): string {
  return origin;
}

/** Once none of the keys that this node holds speaks for the rig, it needs neither them nor the tokens that use them. */
function leaveWhatIsLost({ reader, private: { keys, tokens } }: Services, rig: string): void {
  const inForce = reader.rigs.rig(rig)?.keys ?? [];
  if (keys.kids(rig).some((kid) => inForce.includes(kid))) return;
  tokens.revokeAll(rig);
  keys.forget(rig);
}
