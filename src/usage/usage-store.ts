export interface UsageIncrement {
  keyId: string
  queries: number
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  latestQueryAt: number
}

export interface UsageStore {
  /** Adds all increments, or none. Keys that are gone are passed over. */
  addUsage(increments: UsageIncrement[]): Promise<void>
}
