import type { Knex } from 'knex'
import type { AuditEntry } from '../keys/audit.js'
import { inParts, rowsAtOnce } from './parts.js'
import { tables, toAuditRow } from './rows.js'

/**
 * Writes what a transaction changes into the audit trail, and moves the revision, by which other processes learn of it. The
 * revision's row stays locked until the transaction ends: revisions are in the order of the commits, without gaps.
 */
export async function writeAudit(transaction: Knex.Transaction, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  await transaction(tables.revision).where({ id: 1 }).increment('revision', 1)
  const { revision } = await transaction(tables.revision).where({ id: 1 }).first('revision')
  await insertAudit(transaction, entries, revision)
}

/** @param revision that of the change; 0 of what is no change, and of no interest to other processes */
export async function insertAudit(
  transaction: Knex.Transaction,
  entries: readonly AuditEntry[],
  revision: number | string,
): Promise<void> {
  for (const part of inParts(entries, rowsAtOnce)) {
    await transaction(tables.audit).insert(part.map((entry) => ({ ...toAuditRow(entry), revision })))
  }
}
