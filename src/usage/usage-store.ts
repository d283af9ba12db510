export interface UsageIncrement {
  keyId: string
  /** When the hour of the uses began, in milliseconds since 1970-01-01T00:00:00Z. */
  hour: number
  queries: number
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  latestQueryAt: number
}

export interface UsageStore {
  /** Adds all increments, or none. Keys that are gone are passed over. */
  addUsage(increments: UsageIncrement[]): Promise<void>
  /** Forgets the hours before a time. Totals stay. */
  removeUsage(before: number): Promise<void>
}
