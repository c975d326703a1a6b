import type { Rig } from '../../wire/api/rig.ts';
import { dimensions } from '../../wire/event.ts';
import { oneLine } from './output.ts';
import { rigName, table } from './table.ts';

/** A rig and the plain evidence about its work, for people. */
export function rigLines(rig: Rig): string[] {
  const custodians = [...new Set(Object.values(rig.custody))];
  const owner = rig.owner;
  const facts: [string, string | undefined][] = [
    ['name', rig.name],
    ['kind', `${rig.kind}, ${rig.status}`],
    ['home', rig.home],
    ['owner', owner && `${rigName(owner.rig)} (${owner.confirmed ? 'confirmed' : 'unconfirmed'})`],
    ['same owner', rig.group.length > 1 ? rig.group.map(rigName).join(', ') : undefined],
    ['key kept by', custodians.join(', ')],
    ['also known as', rig.also_known_as.join(', ')],
  ];
  const rows = dimensions.map((dimension) => {
    const { stamps, mean, validators, groups } = rig.evidence[dimension];
    return [dimension, String(stamps), mean === undefined ? '-' : mean.toFixed(2), String(validators), String(groups)];
  });
  return [
    `${rig.address}  ${rig.id}`,
    ...facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`  ${name}: ${oneLine(value)}`])),
    '',
    ...table(['EVIDENCE', 'STAMPS', 'MEAN', 'BY RIGS', 'BY OWNERS'], rows),
  ];
}
