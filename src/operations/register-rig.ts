import { WastelandError } from '../errors.ts';
import { generateKey } from '../identity/keys.ts';
import { signToken } from '../identity/sign.ts';
import { idOfHash, readToken } from '../identity/strict-jws.ts';
import type { RegisterAnswer, RegisterRequest } from '../wire/api/rig.ts';
import { typs } from '../wire/header.ts';
import { checkHandle, checkRegistration, doorChecks } from './door-checks.ts';
import { findRig } from './find-named.ts';
import type { Services } from './ports.ts';
import { readPublicKeys } from './public-keys.ts';
import { present } from './views/present.ts';
import { rigView } from './views/rig.ts';

/** Registers a rig whose key this node makes and holds; `custody` says so to everybody (protocol.md section 2). */
export async function registerRig(
  services: Services,
  request: RegisterRequest,
  options: { invited: boolean },
): Promise<RegisterAnswer> {
  const { node, clock } = services;
  checkRegistration(services, options.invited);
  checkHandle(services, services.reader.state, request);
  const recovery = readPublicKeys(request.recovery ?? []);
  const key = await generateKey();
  const document = {
    seq: 0,
    prev: null,
    kind: request.kind ?? 'human',
    handle: request.handle,
    ...present({ name: request.name }),
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: key.x, custody: node.id }],
    recovery,
    home: node.id,
    iat: Math.floor(clock.now() / 1000),
  };
  const reading = readToken(signToken(typs.identity, document, key));
  if (!reading.ok) throw new WastelandError(reading.code, 'the identity document would be refused');
  const id = idOfHash(reading.token.hash);
  // The key first: a crash between the two leaves a key without a rig, never a rig without its key.
  await services.private.keys.save(id, key.kid, key.jwk);
  const tokens = [reading.token];
  await services.writer.propose({ tokens, check: doorChecks(services, tokens, options) });
  const token = await services.private.tokens.issue(node, id);
  return { rig: await rigView(services, findRig(services, id)), token };
}
