import type { Services } from './ports.ts';

/** Whose token this is; undefined when it is forged, of another node, or revoked. */
export async function readBearer({ node, private: kept }: Services, text: string) {
  return await kept.tokens.verify(node, text);
}
