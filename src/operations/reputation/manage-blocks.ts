import { WastelandError } from '../../errors.ts';
import { isIdentityId } from '../../identity/strict-jws.ts';
import type { BlockRow } from '../../private/blocks.ts';
import type { CursorValue } from '../../readmodel/cursor.ts';
import type { Block, BlockPage, BlockRequest, BlocksQuery } from '../../wire/api/block.ts';
import type { Done, Gone } from '../acting.ts';
import { findRigId } from '../find-named.ts';
import { pageOfAll } from '../page-of-all.ts';
import type { Services } from '../ports.ts';
import { namesOf } from '../views/names.ts';
import type { Names } from '../views/names.ts';
import { present, time } from '../views/present.ts';
import { readAccountName } from './account-name.ts';

/** Whom this node's doors refuse. It is no secret: whoever asks the gate about one is told. */
export function listBlocks(services: Services, query: BlocksQuery): BlockPage {
  const rows = services.private.blocks.list();
  const keyOf = (row: BlockRow): CursorValue[] => [row.added_at, row.target];
  const page = pageOfAll({ name: 'added', rows, keyOf, types: ['number', 'string'] }, query);
  const names = namesOf(services);
  return { items: page.items.map((row) => blockView(names, row)), next_cursor: page.next_cursor };
}

/** Refuses somebody from now on; of whom is blocked already the reason is replaced. */
export function addBlock(services: Services, { who, reason }: BlockRequest): Done<Block> {
  const target = targetOf(services, who);
  if (target === services.node.id) throw new WastelandError('invalid_request', 'that is this node itself');
  const isNew = services.private.blocks.add(target, reason ?? null);
  return { kind: isNew ? 'made' : 'done', answer: blockView(namesOf(services), findBlock(services, target)) };
}

/** Refuses them no more. */
export function removeBlock(services: Services, who: string): Gone {
  services.private.blocks.remove(findBlock(services, targetOf(services, who)).target);
  return { kind: 'gone' };
}

function targetOf(services: Services, who: string): string {
  return readAccountName(who) ?? findRigId(services, who);
}

function findBlock({ private: { blocks } }: Services, target: string): BlockRow {
  const row = blocks.get(target);
  if (row === undefined) throw new WastelandError('not_found', `${target} isn't blocked here`);
  return row;
}

function blockView(names: Names, { target, reason, added_at: at }: BlockRow): Block {
  const isRig: boolean = isIdentityId(target);
  return { target, added_at: time(at), ...present({ rig: isRig ? names(target) : null, reason }) };
}
