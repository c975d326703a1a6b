import { readAccount } from '../account-name.ts';

/**
 * Vouch lists as projects keep them in VOUCHED.td: one account a line, with the platform in front where it isn't the
 * usual one (`github:alice`), `-` before whoever is denounced, anything behind a space as the reason, `#` for comments.
 */

export interface ListEntry {
  /** As `account-name.ts` names it: platform and name. */
  account: string;
  denounced: boolean;
  /** What stands behind the account. */
  details?: string;
}

export interface LineError {
  /** From 1. */
  line: number;
  message: string;
}

export type ListReading = { ok: true; entries: ListEntry[] } | { ok: false; errors: LineError[] };

/** Entries of one list. */
const maxEntries = 10_000;
/** Characters of a line. */
const maxLine = 1_000;
/** UTF-8 bytes: they become the note of a vouch. */
const maxDetails = 1_000;

const accountForm = /^([a-z][a-z0-9-]{0,31}):([a-z0-9][a-z0-9._:-]{0,252})$/;

/** Reads a whole list; `platform` is meant where a line names none. When anything is wrong there are only errors, all of
 * them. */
export function readVouchedList(text: string, platform = 'github'): ListReading {
  const entries = new Map<string, ListEntry & { line: number }>();
  const errors: LineError[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const entry = readLine(content, platform);
    const before = typeof entry === 'string' ? undefined : entries.get(entry.account);
    if (typeof entry === 'string') {
      errors.push({ line, message: entry });
    } else if (before === undefined) {
      entries.set(entry.account, { ...entry, line });
    } else if (before.denounced !== entry.denounced) {
      errors.push({ line, message: `${entry.account} is both vouched for and denounced: see line ${before.line}` });
    }
  }
  if (entries.size > maxEntries) errors.push({ line: 1, message: `the list has more than ${maxEntries} accounts` });
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, entries: [...entries.values()].map(({ line: _line, ...entry }) => entry) };
}

/** An entry, or what is wrong. */
function readLine(content: string, platform: string): ListEntry | string {
  if (content.length > maxLine) return `it has more than ${maxLine} characters`;
  if (/[\p{Cc}\p{Cs}]/u.test(content.replaceAll('\t', ' '))) return 'it has control characters';
  const [, minus = '', handle = '', details = ''] = /^(-?)(\S*)\s*(.*)$/u.exec(content) ?? [];
  if (handle === '') return 'there is no account behind the -';
  if (handle.startsWith('@')) return 'an account is written without @';
  if (Buffer.byteLength(details) > maxDetails) return `its reason has more than ${maxDetails} bytes`;
  const account = accountOf(handle.includes(':') ? handle : `${platform}:${handle}`);
  if (account === undefined) return `${JSON.stringify(handle)} is not an account`;
  return { account, denounced: minus === '-', ...(details === '' ? {} : { details }) };
}

/** Platforms on which nobody can prove an account here are listed all the same: the gate can be asked about them. */
function accountOf(handle: string): string | undefined {
  const name = handle.toLowerCase();
  const provable = name.startsWith('github:') || name.startsWith('domain:');
  if (provable) return readAccount(name)?.name;
  return accountForm.test(name) ? name : undefined;
}

/** The text of a list, sorted, that `readVouchedList` reads back. */
export function writeVouchedList(entries: readonly ListEntry[], comment: string): string {
  const sorted = [...entries].sort((a, b) => (a.account < b.account ? -1 : 1));
  const lines = sorted.map(({ account, denounced, details }) => {
    const reason = details === undefined ? '' : ` ${details.replace(/\s+/gu, ' ').trim()}`;
    return `${denounced ? '-' : ''}${account}${reason}`.trimEnd();
  });
  return [`# ${comment}`, ...lines, ''].join('\n');
}
