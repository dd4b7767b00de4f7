/** An enabled account of the tenant as a rehearsal needs it. */
export interface RehearsedAccount {
  upn: string;
  /** As far as is known, it still has something to do. Unknown counts as that: it may. */
  isNotReady: boolean;
  /** Whether a message reaches it in Teams now. */
  isReached: boolean;
}

/** A tenant, page by page: however large it is, one page is held at a time. */
export type RehearsedPages = AsyncIterable<RehearsedAccount[]>;
