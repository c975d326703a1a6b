import { writeVouchedList } from '../../domain/reputation/vouched-list.ts';
import type { ListEntry } from '../../domain/reputation/vouched-list.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import type { VouchList } from '../../wire/api/vouch-list.ts';
import type { Services } from '../ports.ts';
import { present } from '../views/present.ts';

/** Whom this node vouches for and blocks, as a vouch list: accounts on its list, proven accounts of rigs that it vouches
 * for, and blocked accounts. Rigs without an account can't stand in one. */
export function exportVouchList(services: Services): VouchList {
  const entries = new Map<string, ListEntry>();
  for (const { account, note } of services.private.listed.list()) {
    entries.set(account, { account, denounced: false, ...present({ details: note }) });
  }
  for (const account of accountsVouchedFor(services)) {
    if (!entries.has(account)) entries.set(account, { account, denounced: false });
  }
  for (const { target, reason } of services.private.blocks.list()) {
    const isRig: boolean = isIdentityId(target);
    if (!isRig) entries.set(target, { account: target, denounced: true, ...present({ details: reason }) });
  }
  const name = services.settings.name.replace(/\s+/gu, ' ');
  return {
    list: writeVouchedList([...entries.values()], `Whom the Wasteland node ${name} vouches for, and blocks (-).`),
  };
}

function accountsVouchedFor({ reader, node, accounts }: Services): string[] {
  const vouches = reader.state.table('vouches').list('giver', node.id);
  const rigs = new Set(vouches.filter((vouch) => !vouch.withdrawn).map(({ subject }) => subject));
  return [...rigs].flatMap((rig) =>
    accounts
      .of(rig)
      .filter(({ proven }) => proven)
      .map(({ account }) => account),
  );
}
