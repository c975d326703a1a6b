/**
 * What a bearer token lets its bearer do as the rig. Comments, and reading what is the rig's own, need a token only.
 *
 * - `work`: claim, report progress, release, submit.
 * - `post`: post, edit, withdraw, release, accept, reject.
 * - `stamp`: stamp, vouch, and take both back.
 * - `account`: profile, keys, links, and other tokens.
 */
export const scopes = ['work', 'post', 'stamp', 'account'] as const;
export type Scope = (typeof scopes)[number];
