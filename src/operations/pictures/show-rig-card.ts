import type { CardQuery } from '../../wire/api/card.ts';
import { dimensions } from '../../wire/words.ts';
import { findRig } from '../find-named.ts';
import type { Services } from '../ports.ts';
import { readyTier, rigRecord } from '../reputation/rig-tier.ts';
import { addressOf } from '../views/names.ts';
import { time } from '../views/present.ts';
import { drawRigCard } from './draw-rig-card.ts';
import { nodePlace } from './node-place.ts';
import { readable } from './readable.ts';

/** A rig's record under this node's roots as a picture. */
export async function showRigCard(services: Services, typed: string, { theme }: CardQuery): Promise<string> {
  const row = findRig(services, typed);
  const { trust } = services;
  await trust.ready(row.id);
  const tier = await readyTier(services, row.id);
  const { reputation, trusted } = trust.picture(row.id);
  const { completions, validators } = rigRecord(services, row.id);
  const card = {
    name: readable(row.name ?? row.handle, 100),
    address: readable(addressOf(services, row), 320),
    kind: row.kind,
    status: row.status,
    tier: tier.name,
    dimensions: dimensions.map((dimension, place) => ({
      dimension,
      reputation: reputation[dimension],
      stamps: trusted[place] ?? 0,
    })),
    completions,
    validators,
    node: nodePlace(services),
    date: time(services.clock.now()).slice(0, 10),
  };
  return drawRigCard(card, theme);
}
