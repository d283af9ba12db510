import type { ImportedKey, ImportOutcome } from '../keys/key-store.js'

/** A row of the original's table. SQLite lets a column hold values of any type. */
export interface OriginalRow {
  /** Its rowid, by which an administrator finds it without its key. */
  row: number
  api_key: unknown
  is_active: unknown
  never_expire: unknown
  expiration_date: unknown
  latest_query_date: unknown
  total_queries: unknown
  /** Null also in files from before there were names. */
  name: unknown
}

export type ImportKeys = (batch: readonly ImportedKey[]) => Promise<ImportOutcome[]>

/** The database of an original that may be running. Only `empty` and `compact` write to it. */
export interface OriginalDatabase {
  count(): Promise<number>
  /** The next rows by their numbers. */
  rows(after: number | undefined): Promise<OriginalRow[]>
  /**
   * Takes away every row, and leaves no trace of them where SQLite can see to it, in one transaction that keeps others from
   * writing. It does so only when `take` is content with all rows as they are in this transaction.
   * @param take gets a batch of rows, and how to import on the way
   * @returns whether the table was emptied
   */
  empty(
    importKeys: ImportKeys,
    take: (rows: OriginalRow[], importKeys: ImportKeys) => Promise<boolean>,
  ): Promise<boolean>
  /**
   * Writes the file anew, without what earlier changes have left in its free parts. Nobody may have it open.
   * @returns why that was not possible
   */
  compact(): Promise<string | undefined>
  close(): Promise<void>
}
