import { entriesOf, fillTo, measureActs, measureGrown, warmUp } from './acts.ts';
import { measureBoard } from './board.ts';
import { measureBoardPages } from './board-pages.ts';
import { measureGrowth } from './disk.ts';
import { Poster } from './http.ts';
import { measureLanding } from './landing.ts';
import { holds, show } from './measure.ts';
import type { Ratio } from './measure.ts';
import { NodeProcess } from '../test/support/node-process.ts';
import { quiet } from './quiet.ts';
import { RawLedger } from './raw-ledger.ts';
import { OwnKeyRig } from '../test/support/own-key-rig.ts';
import { postings } from './signer.ts';
import { measureStart } from './start.ts';
import { Stolen } from './stolen.ts';
import { addPeer, measureSync, published } from './sync.ts';
import { Witness } from './witness.ts';

/**
 * `npm run bench [-- entries]`: every figure is a ratio against the raw thing, measured in the same run. Exits 1 when a
 * ratio misses its limit. It measures at an empty node, fills it to 100,000 entries (or as many as asked), and again; then what
 * that many cost at once: their landing elsewhere, pages of their board, a start.
 */
const target = Number(process.argv[2] ?? 100_000);
const ratios: Ratio[] = [];
const stolen = new Stolen();
const witness = new Witness();
const note = (...measured: Ratio[]): void => {
  ratios.push(...measured);
  for (const ratio of measured) console.log(show(ratio));
  for (const remark of [stolen.sinceLast(), witness.sinceLast()]) if (remark !== undefined) console.log(remark);
};

const processes = (running: NodeProcess): number[] => Object.values(running.pids()).filter((pid) => pid !== undefined);

const raw = await RawLedger.start();
const node = await new NodeProcess('home').start();
const reader = await new NodeProcess('reader').start();
const atRest = (): Promise<void> => quiet([node, reader].flatMap(processes).concat(raw.pid));
try {
  const rig = await OwnKeyRig.make(node.id, 'bench');
  const poster = new Poster(node.url, 1);
  await poster.one(rig.document);
  await poster.many(await postings(rig, 0, 100));
  await poster.close();
  await addPeer(reader, node);

  await warmUp(node, rig, 2_000_000);
  note(...(await measureActs(node, raw, rig, 'empty', 1000)));
  note(await measureGrowth(node, rig, 'empty', 22_000));
  note(await measureBoard(node, 'empty'));
  note(await measureSync(node, reader, raw, rig, 'empty', 25_000));

  const started = Date.now();
  await fillTo(target, node, raw, rig, 30_000);
  await published(node);
  await atRest();
  console.log(`     filled to ${await entriesOf(node)} entries in ${((Date.now() - started) / 1000).toFixed(0)} s`);

  const label = `${target} entries`;
  note(...(await measureActs(node, raw, rig, label, 1_000_000)));
  note(await measureGrowth(node, rig, label, 1_100_000));
  note(await measureBoard(node, label));
  note(await measureSync(node, reader, raw, rig, label, 1_200_000));
  note(await measureGrown(node, rig, label, 1_300_000));

  // As after the fill: a landing is to be measured, not what those before it left to be done.
  await atRest();
  const held = await entriesOf(node);
  note(...(await measureLanding(node, held, 'Dolt')));
  await node.end('SIGTERM');
  node.settings = { WASTELAND_DOLT_REMOTE_PORT: 'off' };
  await node.start();
  note(...(await measureLanding(node, held, 'REST')));
  await atRest();
  note(...(await measureBoardPages(target)));
  note(...(await measureStart(node, held)));
} finally {
  await reader.remove();
  await node.remove();
  await raw.stop();
}
const missed = ratios.filter((ratio) => !holds(ratio));
console.log(missed.length === 0 ? 'every ratio holds' : `${missed.length} of ${ratios.length} ratios missed`);
process.exitCode = missed.length === 0 ? 0 : 1;
