import type { Command } from 'commander';
import type { DocumentChanges } from '../../client/next-document.ts';
import { NodeClient } from '../../client/node-client.ts';
import { systemClock } from '../../clock.ts';
import { bearerOf } from '../acting/bearer.ts';
import { defined } from '../defined.ts';
import { collect, nodeOf, urlOf, withActing } from '../options.ts';
import type { ActingOptions } from '../options.ts';
import { UsageError } from '../terminal/exit-codes.ts';
import { print } from '../terminal/output.ts';
import { ownRig } from './own-rig.ts';

interface EditOptions extends ActingOptions {
  handle?: string;
  name?: string;
  alsoKnownAs?: string[] | false;
  owner?: string;
  recovery?: string[];
  with?: string;
}

/** `wasteland rig edit` */
export function addRigEdit(command: Command): void {
  const edit = command
    .command('edit')
    .description('change what your rig says of itself')
    .option('--handle <handle>')
    .option('--name <name>', 'what you are called; an empty one takes it away')
    .option('--also-known-as <uri>', 'an account or a page that is yours too; may be repeated', collect)
    .option('--no-also-known-as', 'none any more')
    .option('--owner <rig>', 'of an agent: counts once that rig links it')
    .option('--recovery <key>', 'a key that can take the rig back: a name, a file or a public JWK', collect)
    .option('--with <key>', 'the recovery key that signs this: needed where recovery keys are to be replaced');
  withActing(edit).action(async (options: EditOptions) => {
    const { handle, name, recovery } = options;
    const { publicKeyAt } = await import('../keys/named-keys.ts');
    const changes = defined({
      handle,
      name,
      also_known_as: options.alsoKnownAs === false ? [] : options.alsoKnownAs,
      recovery: recovery?.map(publicKeyAt),
    });
    if (Object.keys(changes).length === 0 && options.owner === undefined) {
      throw new UsageError('say what to change, for example --name');
    }
    const token = bearerOf(options);
    await (token === undefined ? editOwn(options, changes) : editCustodial(options, token, changes));
  });
}

async function editCustodial(options: EditOptions, token: string, changes: DocumentChanges): Promise<void> {
  if (options.with !== undefined) throw new UsageError('--with goes with a key of your own: here the node signs');
  const node = new NodeClient({ url: urlOf(options), token });
  const body = { ...changes, ...defined({ owner: options.owner }) };
  const answer = await node.patch('/v1/rigs/{id}', { params: { path: { id: await ownRig(node) } }, body });
  print(options, answer, () => `you are ${answer.rig.address}${answer.rig.name ? `, ${answer.rig.name}` : ''}`);
}

async function editOwn(options: EditOptions, changes: DocumentChanges): Promise<void> {
  const { rigId } = await import('../acting/full-ids.ts');
  const { nextDocument } = await import('../../client/next-document.ts');
  const { latestDocument } = await import('../../client/document-chain.ts');
  const { findKey, privateKeyOf } = await import('../keys/keyring.ts');
  const { keyAt } = await import('../keys/named-keys.ts');
  const { publishNext } = await import('../keys/publish.ts');
  const node = nodeOf(options);
  const owner = options.owner === undefined ? {} : { owner: await rigId(node, options.owner) };
  const signer = options.with === undefined ? undefined : privateKeyOf(keyAt(options.with));
  const { answer, rig } = await publishNext(node, findKey(options.key), systemClock, (before) =>
    nextDocument(before, { ...changes, ...owner }, systemClock.now(), signer),
  );
  const { handle, name } = latestDocument(rig).payload;
  print(options, answer, () => `you are ${handle}${name ? `, ${name}` : ''}`);
}
