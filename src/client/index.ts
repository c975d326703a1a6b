/** The client of a node: typed by its OpenAPI document, and with what signs for a rig whose key is here. */

export type * from './api.ts';
export { ClientError, isProblem } from './client-error.ts';
export type { ClientFailure } from './client-error.ts';
export { latestDocument } from './document-chain.ts';
export type { ChainDocument } from './document-chain.ts';
export { findRig, catchUp } from './known-rig.ts';
export { newRig, publicKeyOf, signAct } from './local-rig.ts';
export type { ActToSign, Beginning, LocalRig } from './local-rig.ts';
export { nextDocument } from './next-document.ts';
export type { DocumentChanges, Upto } from './next-document.ts';
export { NodeClient } from './node-client.ts';
export type { Answer, AnswerOf, InitOf, Method, NodeClientOptions, PathOf, RequestOf } from './node-client.ts';
export { addKey, dropKeys, reach, rotateKey } from './rig-keys.ts';
export { SigningClient } from './signing-client.ts';
export type { ActAnswer, JtiOf, SignedActs } from './signing-client.ts';
export { exportPrivateKey, generateKey, importPrivateKey, thumbprint } from '../identity/keys.ts';
export type { PrivateJwk, PrivateKey } from '../identity/keys.ts';
export { madeId } from '../wire/made-id.ts';
export type { Bodies, EventType } from '../wire/event.ts';
export type { PublicKey } from '../wire/document.ts';
