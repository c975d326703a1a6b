import { readVouchedList } from '../../domain/reputation/vouched-list.ts';
import type { ListEntry } from '../../domain/reputation/vouched-list.ts';
import { WastelandError } from '../../errors.ts';
import type { VouchListAnswer, VouchListRequest } from '../../wire/api/vouch-list.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import { withdrawVouchAsNode } from './vouch-as-node.ts';
import { vouchFor, vouchesFor } from './vouch-for-listed.ts';

/** So many broken lines are named in an answer. */
const maxNamed = 20;

/**
 * Takes a vouch list over: the node vouches for rigs that have proven a listed account, and remembers the others; who is
 * denounced is blocked. What the list doesn't name stays as it is. With one broken line nothing is taken.
 */
export async function importVouchList(
  services: Services,
  { list, platform }: VouchListRequest,
): Promise<VouchListAnswer> {
  const reading = readVouchedList(list, platform);
  if (!reading.ok) {
    const named = reading.errors.slice(0, maxNamed).map(({ line, message }) => `line ${line}: ${message}`);
    throw new WastelandError('invalid_request', `nothing of the list was taken: ${named.join('; ')}`);
  }
  const names = namesOf(services);
  const answer: VouchListAnswer = { vouched: [], listed: [], blocked: [] };
  for (const entry of reading.entries) {
    const { account } = entry;
    if (entry.denounced) {
      await denounce(services, entry);
      answer.blocked.push(account);
      continue;
    }
    const rig = await listAccount(services, entry);
    if (rig === undefined) answer.listed.push(account);
    else answer.vouched.push({ account, rig: names(rig) });
  }
  return answer;
}

/** Lists an account and vouches for the rig that has proven it, if one has. */
async function listAccount(services: Services, { account, details }: ListEntry): Promise<string | undefined> {
  const { blocks, listed } = services.private;
  if (blocks.get(account) !== undefined) blocks.remove(account);
  listed.add(account, details ?? null);
  const rig = services.accounts.rigOf(account);
  if (rig === undefined || rig === services.node.id) return undefined;
  await vouchFor(services, rig, account);
  return rig;
}

/** A denounced account is blocked, and a vouch that the node gave its rig taken back. */
async function denounce(services: Services, { account, details }: ListEntry): Promise<void> {
  const { blocks, listed } = services.private;
  listed.remove(account);
  blocks.add(account, details ?? null);
  const rig = services.accounts.rigOf(account);
  if (rig === undefined || !vouchesFor(services, rig)) return;
  await withdrawVouchAsNode(services, { rig: services.node.id }, rig);
}
