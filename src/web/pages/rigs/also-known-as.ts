import { readAccount } from '../../../domain/account-name.ts';
import type { AccountPlace } from '../../../wire/account.ts';
import type { Account } from '../../../wire/api/account.ts';
import type { Rig } from '../../../wire/api/rig.ts';
import { html } from '../../html.ts';
import type { Html, Part } from '../../html.ts';
import { outside } from '../../parts/outside.ts';
import { when } from '../../parts/time.ts';

/** What a rig says that it is elsewhere, and what of it this node has seen a proof of, with the date. */
export function alsoKnownAs({ also_known_as: uris, accounts }: Rig): Html | false {
  if (uris.length === 0) return false;
  const byName = new Map(accounts.map((account) => [account.account, account]));
  return html`<ul class="accounts">
    ${uris.map((uri) => html`<li>${outside(uri)} ${standing(byName.get(readAccount(uri)?.name ?? ''))}</li>`)}
  </ul>`;
}

const places: Record<AccountPlace, string> = {
  gist: 'by a gist',
  profile: 'by a file in its profile',
  well_known: 'by a file on its web server',
  dns: 'by a DNS record',
};

function standing(account: Account | undefined): Html {
  if (account === undefined) return dim('it says so; nothing that can be proven here');
  const { proven, proven_at: at, state, place, detail } = account;
  if (!proven) return dim(state === 'unchecked' ? 'nobody has looked yet' : `not proven: ${detail ?? state}`);
  return html`<span class="badge completed">proven</span> ${dim([
      at !== undefined && when(at),
      place !== undefined && ` ${places[place]}`,
      state === 'unreachable' && '; it could not be reached since',
    ])}`;
}

function dim(text: Part): Html {
  return html`<span class="dim">${text}</span>`;
}
