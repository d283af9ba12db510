import type { KeyRecord, KeyStatus } from './api-key.js'
import type { AuditEntry } from './audit.js'
import type { Position } from './cursor.js'

/** What a change does to a key, decided on the key as it is in the transaction of the change. */
export interface KeyChange {
  after: KeyRecord
  entry: AuditEntry
  /** When the secrets end that are there, those aside that end earlier. */
  endSecretsAt?: number
  /** Whether `endSecretsAt` is for replaced secrets only, which end by themselves anyway. */
  endReplacedOnly?: boolean
  /** The digest of a new secret. */
  addDigest?: string
}

export type KeySortColumn = 'created_date' | 'name' | 'expiration_date' | 'latest_query_date'

export interface KeyListQuery {
  /** How many rows to give at most. */
  limit: number
  sort: { by: KeySortColumn; descending: boolean }
  /** Where the page before ended. */
  after: Position | undefined
  now: number
  status: KeyStatus | undefined
  /** With letter case folded. */
  nameContains: string | undefined
  scope: string | undefined
  unusedSince: number | undefined
  expiresBefore: number | undefined
}

export interface AuditRow extends AuditEntry {
  /** Grows with time. */
  id: number
}

/** A key that is brought in from elsewhere, with all that is known of it. */
export interface ImportedKey {
  key: KeyRecord
  digest: string
  entry: AuditEntry
}

/** `id_taken`: another key has its id. */
export type ImportOutcome = 'imported' | 'exists' | 'id_taken'

/** What the administration of keys needs of a database. Every method is one transaction. */
export interface KeyStore {
  /** @returns false, with nothing changed, when the id or the digest exists */
  insert(key: KeyRecord, digest: string, entry: AuditEntry): Promise<boolean>
  /** Inserts those whose digest and id are new, all of them or none. @returns what became of each */
  importKeys(batch: readonly ImportedKey[]): Promise<ImportOutcome[]>
  /** @returns undefined when there is none */
  findById(id: string): Promise<KeyRecord | undefined>
  /** The id of the key that has a secret with this digest. */
  findIdByDigest(digest: string): Promise<string | undefined>
  /** Rows in the order that is asked for, each with where a page that ends with it ends. */
  list(query: KeyListQuery): Promise<{ key: KeyRecord; position: Position }[]>
  /**
   * Reads a key, lets it be decided what becomes of it, and writes that, with nothing else in between.
   * @param decide returns undefined to change nothing
   * @returns the key afterwards, and as it was before; undefined when there is none
   */
  change(
    id: string,
    decide: (before: KeyRecord) => KeyChange | undefined,
  ): Promise<{ before: KeyRecord; after: KeyRecord } | undefined>
  /** @returns false when there is none */
  delete(id: string, decide: (before: KeyRecord) => AuditEntry): Promise<boolean>
  /** The hours, from the first to before the last, in which the key was used. Times are the starts of hours. */
  usage(id: string, from: number, to: number): Promise<{ hour: number; queries: number }[]>
  /** Writes into the audit trail what changed no key. */
  addAudit(entries: readonly AuditEntry[]): Promise<void>
  /** The newest first. */
  audit(query: { limit: number; before: number | undefined; keyId: string | undefined }): Promise<AuditRow[]>
}
