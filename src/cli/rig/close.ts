import type { Command } from 'commander';
import { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { bearerOf } from '../acting/bearer.ts';
import { nodeOf, urlOf, withActing } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';
import { ownRig } from './own-rig.ts';

/** `wasteland rig close --yes` */
export function addRigClose(command: Command): void {
  const close = command
    .command('close')
    .description(
      'close your rig for ever: what it did stays, nothing speaks for it any more, and its handle stays taken',
    )
    .option('--yes', 'yes, for ever');
  withActing(close).action(async (options: ActingOptions & { yes?: boolean }) => {
    if (options.yes !== true) throw new UsageError('nobody can open it again: add --yes');
    const token = bearerOf(options);
    const answer = await (token === undefined ? closeOwn(options) : closeCustodial(options, token));
    print(options, answer, () => 'closed');
  });
}

async function closeCustodial(options: ActingOptions, token: string): Promise<unknown> {
  const node = new NodeClient({ url: urlOf(options), token });
  return await node.delete('/v1/rigs/{id}', { params: { path: { id: await ownRig(node) } } });
}

async function closeOwn(options: ActingOptions): Promise<unknown> {
  const { latestDocument } = await import('../../client/document-chain.ts');
  const { nextDocument } = await import('../../client/next-document.ts');
  const { reach } = await import('../../client/rig-keys.ts');
  const { findKey } = await import('../keys/keyring.ts');
  const { publishNext } = await import('../keys/publish.ts');
  const node = nodeOf(options);
  const { answer } = await publishNext(node, findKey(options.key), systemClock, async (before) => {
    const kids = Object.keys(latestDocument(before).keys);
    const upto = await reach(node, before, kids.length);
    const drop = kids.map((kid) => ({ kid, upto }));
    return await nextDocument(before, { status: 'tombstone', drop }, systemClock.now());
  });
  return answer;
}
