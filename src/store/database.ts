import type { Knex } from 'knex'

/** What an error of the driver means for us. */
export interface Meaning {
  /** `conflict`: another transaction was in the way, and the same one may succeed when it is tried again. */
  code: 'database_unavailable' | 'database_unusable' | 'conflict'
  /** For people, without credentials; the error's own message when left out. */
  reason?: string
}

/** A database of one kind, with what differs between kinds. */
export interface Database {
  /** For short reads: a reader does not wait for a writer. */
  reader: Knex
  /** For reads that may take longer, such as lists: short ones do not wait for them. */
  browser: Knex
  /** For looking at short intervals for what others changed: whoever waits for a reader does not keep it. */
  watcher: Knex
  /** For everything else. */
  client: Knex
  /**
   * Called before anything else by who will write. Left out where a database that may only be read says so by itself.
   * @throws Error when this process may not write to the database
   */
  assertWritable?(): void
  /** Called once the schema is known to be ours to change, before it is brought up to date. */
  prepare(): Promise<void>
  /** For people: kind and place, without credentials. */
  name: string
  /** A transaction in which what is read for a change stays as it is until the end. */
  write<Result>(work: (transaction: Knex.Transaction) => Promise<Result>): Promise<Result>
  /**
   * Changes the schema while no other process does. A crash lets the next one in, and leaves behind nothing, or on a
   * database that cannot take back a change of the schema, whole steps.
   */
  changeSchema(work: (db: Knex) => Promise<void>): Promise<void>
  close(): Promise<void>
  /** Undefined when an error is not about the database's state. */
  classify(error: unknown): Meaning | undefined
}
