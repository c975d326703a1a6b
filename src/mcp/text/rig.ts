import type { Reputation, Rig } from '../../wire/api/rig.ts';
import type { Whoami } from '../../wire/api/tools.ts';
import { whoText } from './item.ts';

/** What stamps say about a rig, a line for each dimension. */
export function evidenceText({ rig, evidence }: Pick<Reputation, 'evidence'> & { rig: Reputation['rig'] }): string {
  const lines = Object.entries(evidence).map(([dimension, { stamps, mean, validators, groups }]) => {
    if (stamps === 0) return `${dimension}: nothing yet`;
    const score = mean === undefined ? '' : `${mean.toFixed(2)} in `;
    return `${dimension}: ${score}${stamps} stamps by ${validators} rigs of ${groups} owners`;
  });
  return [`${whoText(rig)} (${rig.id})`, ...lines].join('\n');
}

/** A profile in a few lines. */
export function rigText(rig: Rig): string {
  return `${rig.kind}, ${rig.status}\n${evidenceText({ rig, evidence: rig.evidence })}`;
}

/** Who a bearer is, and what they may do. */
export function selfText({ rig, signs, scopes }: Whoami): string {
  const may = scopes === undefined ? '' : `; your token is for ${scopes.join(', ')}`;
  const who = signs === 'node' ? `the node signs for you${may}` : 'you sign with your own key';
  return `${who}\n${rigText(rig)}`;
}
