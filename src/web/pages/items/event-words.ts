const words: Record<string, string> = {
  'wanted.posted': 'posted this',
  'wanted.updated': 'changed it',
  'wanted.withdrawn': 'withdrew it',
  'wanted.claimed': 'claimed it',
  'wanted.released': 'released it',
  'work.progressed': 'reported progress',
  'work.submitted': 'handed in work',
  'work.accepted': 'accepted the work',
  'work.rejected': 'rejected the work',
  'stamp.issued': 'stamped the work',
  'stamp.revoked': 'revoked a stamp',
  'comment.posted': 'commented',
  'comment.withdrawn': 'withdrew a comment',
  'vouch.given': 'vouched for somebody',
  'vouch.withdrawn': 'withdrew a vouch',
  'rig.linked': 'said to have one owner with another rig',
  identity: 'published an identity document',
};

/** What an act is, in words after its author's name. */
export function eventWords(type: string): string {
  return words[type] ?? (type === '' ? 'did something that can’t be read' : type);
}
