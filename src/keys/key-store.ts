import type { KeyRecord } from './api-key.js'

/** What the administration of keys needs of a database. Every method is one transaction. */
export interface KeyStore {
  /** @returns false, with nothing changed, when the id or the digest exists */
  insert(key: KeyRecord, digest: string): Promise<boolean>
  /** @returns undefined when there is none */
  findById(id: string): Promise<KeyRecord | undefined>
  /** The id of the key that has a secret with this digest. */
  findIdByDigest(digest: string): Promise<string | undefined>
  /** Every key, the latest used first, then the latest made. */
  list(): Promise<KeyRecord[]>
  /** Marks the key revoked, unless it is; does nothing when there is none. */
  revoke(id: string, at: number): Promise<void>
  /**
   * Sets the expiry and takes a revocation back.
   * @returns the key as it was before, or undefined when there is none
   */
  renew(id: string, expiresAt: number): Promise<KeyRecord | undefined>
}
