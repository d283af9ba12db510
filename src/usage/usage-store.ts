export interface UsageIncrement {
  keyId: string
  /** When the hour of the uses began, in milliseconds since 1970-01-01T00:00:00Z. */
  hour: number
  queries: number
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  latestQueryAt: number
}

/** Increments under a number that makes writing them a second time harmless. */
export interface UsageBatch {
  /** Whose numbers these are: a process gives a random one to itself. */
  recorder: string
  /** Larger than that of every batch before. */
  number: number
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  at: number
  /** At most one for a key and an hour. */
  increments: readonly UsageIncrement[]
}

export interface UsageStore {
  /**
   * Adds all increments, or none; none either when the batch was added before, as it may have been when the connection was
   * lost after the commit. Keys that are gone are passed over.
   */
  addUsage(batch: UsageBatch): Promise<void>
  /** Forgets the hours before a time, and whose last batch is older. Totals stay. */
  removeUsage(before: number): Promise<void>
}
