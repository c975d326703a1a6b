import { existsSync, readFileSync } from 'node:fs';
import { restSource } from '../../federation/rest-source.ts';
import { addressRules } from '../../net/addresses.ts';
import { GuardedClient } from '../../net/guarded-client.ts';
import { PeerClient } from '../../net/peer-client.ts';
import { readView } from '../../identity/read-view.ts';
import { verifyView } from '../../operations/reputation/verify-view.ts';
import type { ViewVerdict } from '../../operations/reputation/verify-view.ts';
import { UsageError } from '../terminal/exit-codes.ts';

/** A view and its JSON around it, with room. */
const maxBytes = 64_000;

/** Reads a view from a file or a URL, and computes it anew from the logs of the node behind `url`. */
export async function checkView(place: string, url: string): Promise<ViewVerdict> {
  // Whom to ask says the person at the keyboard.
  const client = new GuardedClient(addressRules(true));
  try {
    const view = readView(await textAt(client, place));
    return await verifyView(view, restSource(new PeerClient(client, url)));
  } finally {
    await client.close();
  }
}

async function textAt(client: GuardedClient, place: string): Promise<string> {
  if (existsSync(place)) return readFileSync(place, 'utf8');
  if (!/^https?:/.test(place)) throw new UsageError(`${place} is neither a file nor an http or https URL`);
  const answer = await client.ask({ url: place, bytes: maxBytes });
  if (answer.kind !== 'found') throw new UsageError(`${place}: ${answer.detail}`);
  if (answer.value.status !== 200) throw new UsageError(`${place} answered with status ${answer.value.status}`);
  return answer.value.text;
}
