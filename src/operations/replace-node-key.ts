import { thumbprint } from '../identity/keys.ts';
import type { PrivateKey } from '../identity/keys.ts';
import type { NodeKeyAnswer, NodeKeyRequest } from '../wire/api/node-key.ts';
import type { IdentityDocument } from '../wire/document.ts';
import type { Acting } from './acting.ts';
import type { Services } from './ports.ts';
import { readOwn } from './sign-acts.ts';
import { writeDocument } from './write-document.ts';

/**
 * Puts a new key in the place of the node's own: it is kept first, then the old one signs the document that names it
 * (protocol.md section 2). The checkpoint over that document, and everything later, is the new key's to sign.
 */
export async function replaceNodeKey(
  services: Services,
  acting: Acting,
  { leaked = false }: NodeKeyRequest,
): Promise<NodeKeyAnswer> {
  const { node, reader } = services;
  let fresh: PrivateKey | undefined;
  let ended = 0;
  const event = await writeDocument(services, { ...acting, rig: node.id }, async ({ keys }) => {
    fresh ??= await node.keys.make();
    const kids = keys.map(({ x }) => thumbprint(x));
    // Once more below: tokens may be made until the document stands, and a crash may come before they are ended.
    if (leaked) ended += endTokens(services, kids);
    const upto = { [node.id]: reader.logs.log(node.id)?.seq ?? 0 };
    return {
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: fresh.x }],
      revoked: kids.map((kid) => ({ kid, upto })),
    };
  });
  const { kid, dropped } = keysIn(services, event.hash);
  if (leaked) ended += endTokens(services, dropped);
  return { kid, dropped, tokens_ended: ended, todo: todo(leaked, ended), event };
}

function endTokens({ private: { tokens } }: Services, kids: readonly string[]): number {
  return kids.reduce((sum, kid) => sum + tokens.revokeSigned(kid), 0);
}

/** As the document says that was logged: on a retry it is the one that was signed before. */
function keysIn({ reader }: Services, hash: string): { kid: string; dropped: string[] } {
  const document = reader.state.table('documents').get(hash);
  const [kid] = Object.keys(document?.keys ?? {});
  if (document === undefined || kid === undefined) throw new Error("the node's new document isn't known");
  const { revoked = [] } = readOwn(document.jws).payload as Partial<IdentityDocument>;
  return { kid, dropped: revoked.map((revocation) => revocation.kid) };
}

function todo(leaked: boolean, ended: number): string[] {
  const always = 'back the data directory up now: a node.sqlite from before has no key that speaks for this node';
  if (!leaked) return [always];
  return [
    always,
    'ask the operators of your peers to sync now: until then they take what the old key signs for yours',
    ...(ended === 0 ? [] : [`give the rigs that lost a token (${ended}) a new one: wasteland token new --rig <rig>`]),
    "look at what the node itself has said lately, and take back what wasn't you",
    'if all of the data directory may have been read, its secret, the admin token and every key in custody are known too',
  ];
}
