import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { WastelandError } from '../errors.ts';

/** Encrypts what must not lie in a file in the clear, with a key derived from the node's secret. */
export interface Vault {
  seal(value: object, label: string): Promise<string>;
  /** What was sealed under this label; `bad_config` when the secret, or the label, is another one. */
  open(jwe: string, label: string): Promise<unknown>;
}

/** A vault of JWE texts, `dir` and `A256GCM` (RFC 7516). The label is authenticated: texts can't change places. */
export function createVault(secret: string): Vault {
  const key = new Uint8Array(hkdfSync('sha256', secret, 'wasteland', 'private keys', 32));
  return {
    async seal(value, label) {
      return await new CompactEncrypt(Buffer.from(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: label })
        .encrypt(key);
    },
    async open(jwe, label) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        if (protectedHeader.kid !== label) throw new Error('sealed under another label');
        return JSON.parse(Buffer.from(plaintext).toString('utf8')) as unknown;
      } catch (cause) {
        throw new WastelandError(
          'bad_config',
          "a private key in node.sqlite doesn't open: the node's secret isn't the one that it was kept with",
          { cause },
        );
      }
    },
  };
}
