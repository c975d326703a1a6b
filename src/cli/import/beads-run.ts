import { planBeads } from '../../domain/beads/plan.ts';
import type { BeadPlan } from '../../domain/beads/plan.ts';
import { openImporting } from '../acting/open-importing.ts';
import type { ActingOptions } from '../options.ts';
import { untilInterrupted } from '../terminal/interrupt.ts';
import { knownBeads } from './beads-board.ts';
import type { KnownItem } from './beads-board.ts';
import { brokenLines, readBeads } from './beads-file.ts';
import { postBeads } from './beads-post.ts';
import { ownItems } from './own-items.ts';

export interface ImportOptions extends ActingOptions {
  project?: string;
  dryRun?: boolean;
}

/** What an import answers with `--json`; beads by their own ids. */
export interface Imported {
  /** How many are new items, or with --dry-run would be. */
  posted: number;
  /** How many were items already. */
  known: number;
  /** How many were left out: closed there, put aside there, nothing that somebody could do. */
  left_out: { closed: number; put_aside: number; no_work: number };
  /** Of which something is longer than an item may be. */
  shortened: string[];
  /** That others wait for or belong to, and that are neither in the file nor here. */
  unknown: string[];
  /** That are closed there, while their items here are not. */
  closed_there: string[];
}

/** Checks a whole file, then posts what of it isn't here yet. */
export async function importBeads(file: string, options: ImportOptions): Promise<Imported> {
  const planned = planBeads(await readBeads(file), options.project);
  if (!planned.ok) throw brokenLines(file, planned.problems);
  const importing = await openImporting(options);
  return await untilInterrupted(async (signal) => {
    const { plan } = planned;
    const own = await ownItems(importing.node, importing.rig, signal);
    const items = await knownBeads(importing.node, own.values(), namedIn(plan));
    const known = plan.beads.filter(({ id }) => items.has(id)).length;
    const { posted, unknown } =
      options.dryRun === true
        ? { posted: plan.beads.length - known, unknown: [] }
        : await postBeads(importing, plan.beads, items, signal);
    return { posted, known, unknown, ...leftOut(plan, items) };
  });
}

/** All beads that may have items here. */
function namedIn({ beads, leftOut: { done } }: BeadPlan): string[] {
  const planned = beads.flatMap(({ id, waitsFor, parent }) => [id, ...waitsFor, parent ?? id]);
  return [...new Set([...planned, ...done])];
}

function leftOut({ beads, leftOut: { done, frozen, none } }: BeadPlan, items: ReadonlyMap<string, KnownItem>) {
  return {
    left_out: { closed: done.length, put_aside: frozen.length, no_work: none.length },
    shortened: beads.filter(({ shortened }) => shortened).map(({ id }) => id),
    closed_there: done.filter((id) => isUnfinished(items.get(id))),
  };
}

function isUnfinished(item: KnownItem | undefined): boolean {
  return item !== undefined && item.status !== 'completed' && item.status !== 'withdrawn';
}
