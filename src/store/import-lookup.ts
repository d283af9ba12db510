import type { ImportKeys } from '../import/original-database.js'
import type { Database } from './database.js'
import { translated } from './database-errors.js'
import { lookup } from './original-database.js'

/** Tells what would become of keys in a database, which stays as it is, its schema too. */
export async function openImportLookup(
  open: () => Promise<Database>,
): Promise<{ wouldImport: ImportKeys; close(): Promise<void> }> {
  const database = await open()
  try {
    const wouldImport = await translated(database, () => lookup(database.browser), 'database_unusable')
    return {
      wouldImport: (batch) => translated(database, () => wouldImport(batch)),
      close: database.close,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
