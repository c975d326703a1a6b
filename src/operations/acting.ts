/** Who acts through a door that signs for them, and what is kept of this request already. */
export interface Acting {
  /** Identity id of a rig whose key this node holds. */
  rig: string;
  /** Present with an Idempotency-Key. */
  kept?: KeptTokens;
}

/** Signed tokens of one request: kept before any of them is logged, so that a retry logs the very same events. */
export interface KeptTokens {
  tokens: readonly string[] | null;
  keep(tokens: string[]): void;
}

/** What came of an act: `made` something with an id, was `done`, or is `queued` for another node. */
export type Done<Answer, Waiting = never> =
  { kind: 'made' | 'done'; answer: Answer } | { kind: 'queued'; answer: Waiting };

/** What came of taking something away: nothing is left to be shown. */
export interface Gone {
  kind: 'gone';
}
