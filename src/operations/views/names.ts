import type { IdentityRow } from '../../domain/state.ts';
import type { Who } from '../../wire/api/references.ts';
import type { Services } from '../ports.ts';

/** What names are found by. */
export type NameServices = Pick<Services, 'reader' | 'homes'> & { node: Pick<Services['node'], 'id' | 'url'> };

/** Says who an id is; each is looked up once. */
export type Names = (id: string) => Who;

/** Characters of the home's id in an address while no URL of it is known (design section 8). */
const homeCharacters = 10;

/** A memory of names for one answer. */
export function namesOf(services: NameServices): Names {
  const known = new Map<string, Who>();
  return (id) => {
    let who = known.get(id);
    if (who === undefined) {
      who = whoIs(services, id);
      known.set(id, who);
    }
    return who;
  };
}

function whoIs(services: NameServices, id: string): Who {
  const identity = services.reader.rigs.rig(id);
  if (identity === undefined) return { id };
  return { id, handle: identity.handle, address: addressOf(services, identity) };
}

/** `handle@host[:port]` of the home's URL, or `handle@` and the beginning of the home's id. */
export function addressOf(services: NameServices, identity: Pick<IdentityRow, 'handle' | 'home'>): string {
  return `${identity.handle}@${hostOf(services, identity.home) ?? identity.home.slice(0, homeCharacters)}`;
}

/** Host, and port where it isn't the scheme's own, of a node's URL. */
export function hostOf(services: NameServices, node: string): string | undefined {
  const url = node === services.node.id ? services.node.url() : services.homes.urlOf(node);
  if (url === undefined) return undefined;
  if (lastParsed.url !== url) lastParsed = { url, host: URL.canParse(url) ? new URL(url).host : undefined };
  return lastParsed.host;
}

/** Most rigs of an answer are at home here. */
let lastParsed: { url: string; host: string | undefined } = { url: '', host: undefined };
