import type { Evidence, Rig } from '../../wire/api/rig.ts';
import { dimensions } from '../../wire/words.ts';
import { accountText } from './account.ts';
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
    ['same owner', groupText(rig)],
    ['key kept by', custodians.join(', ')],
    ['also known as', rig.also_known_as.join(', ')],
    ...rig.accounts.map((each): [string, string] => [each.account, accountText(each)]),
  ];
  return [
    `${rig.address}  ${rig.id}`,
    ...facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`  ${name}: ${oneLine(value)}`])),
    '',
    ...evidenceLines(rig.evidence),
  ];
}

/** The rigs of its owner; of many the first ones. */
function groupText({ group, group_size: size }: Rig): string | undefined {
  if (size < 2) return undefined;
  const more = size > group.length ? ` and ${size - group.length} more` : '';
  return group.map(rigName).join(', ') + more;
}

/** What counting stamps say about a rig, a dimension a line. */
export function evidenceLines(evidence: Evidence): string[] {
  const rows = dimensions.map((dimension) => {
    const { stamps, mean, validators, groups } = evidence[dimension];
    return [dimension, String(stamps), mean === undefined ? '-' : mean.toFixed(2), String(validators), String(groups)];
  });
  return table(['EVIDENCE', 'STAMPS', 'MEAN', 'BY RIGS', 'BY OWNERS'], rows);
}
