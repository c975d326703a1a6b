import { readAccount } from '../../domain/account-name.ts';

const form = /^[a-z][a-z0-9-]{0,31}:\S+$/i;

/** The name of the account that a text means: one that rigs can prove here, or one of another platform, which only lists
 * and blocks name; undefined for whatever isn't an account. */
export function readAccountName(text: string): string | undefined {
  return form.test(text) ? (readAccount(text)?.name ?? text.toLowerCase()) : undefined;
}
