import { Check } from 'typebox/schema';
import type { ItemRow } from '../domain/state.ts';
import { Claim, Item } from '../wire/api/item.ts';
import type { ItemAnswer } from '../wire/api/lifecycle.ts';
import type { Queued } from '../wire/api/outbox.ts';
import { Who } from '../wire/api/references.ts';
import type { Acting, Done } from './acting.ts';
import { findItem } from './find-named.ts';
import { performAct } from './perform-act.ts';
import type { Performed } from './perform-act.ts';
import type { Services } from './ports.ts';
import type { Act } from './sign-acts.ts';
import { itemView } from './views/item.ts';
import { namesOf } from './views/names.ts';

export type ItemDone = Done<ItemAnswer, Queued>;

/** Acts on an item in its home's log: what all acts of its lifecycle have in common. */
export async function actOnItem(
  services: Services,
  acting: Acting,
  typed: string,
  actOf: (item: ItemRow) => Act,
): Promise<ItemDone> {
  const item = findItem(services, typed);
  const act = { ...actOf(item), item: item.id };
  const performed = await performAct(services, acting, act);
  if (performed.kind === 'queued') return { kind: 'queued', answer: { outbox: performed.outbox } };
  const made = performed.made === undefined ? {} : { completion: performed.made };
  const answer = { item: itemAfter(services, item.id, performed), event: performed.event, ...made };
  return { kind: performed.made === undefined ? 'done' : 'made', answer };
}

/** The item as its home shows it: our own row, or what the other node said when that can be read. */
export function itemAfter(services: Services, id: string, performed: Performed): Item {
  const said = performed.kind === 'elsewhere' ? performed.item : undefined;
  if (said !== undefined && said['id'] === id && isItem(said)) return said;
  return itemView(services, namesOf(services), findItem(services, id));
}

/** Whether another node's words are an item, so that they can be passed on. */
export function isItem(value: unknown): value is Item {
  return Check({ Claim, Who }, Item, value);
}
