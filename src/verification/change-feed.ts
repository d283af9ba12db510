/** Tells which keys were changed by whichever process works on the database. */
export interface ChangeFeed {
  /**
   * @param known a revision that was told before; undefined to begin with
   * @returns the revision that the database has reached, and which keys changed since the known one: undefined when that
   *   cannot be told, and any may have
   */
  changesAfter(known: number | undefined): Promise<{ revision: number; keyIds: readonly string[] | undefined }>
}
