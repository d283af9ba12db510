import type { Config } from '../config.js'
import { memoryLocation } from '../database-location.js'
import { SimpleSecurityError } from '../errors.js'
import { createStoreConnection } from '../store/connection.js'
import { openImportLookup } from '../store/import-lookup.js'
import { openDatabase } from '../store/open-database.js'
import { openOriginalDatabase } from '../store/original-database.js'
import type { OriginalDatabase } from './original-database.js'
import { type TakeOverResult, takeOver } from './take-over.js'

export interface ImportOptions {
  /** Whether to find out what would happen, and change nothing. */
  dryRun: boolean
  removePlaintext: boolean
  onProgress: (done: number, total: number) => void
}

export interface ImportResult extends TakeOverResult {
  /** Why keys may still be found in free parts of the file, though its table is empty. */
  remains: string | undefined
}

/**
 * Takes over the keys of a file of the original into the configured database, which may be the same file.
 * @returns with `ok: false` what is wrong with the file; nothing was changed then
 */
export async function importFile(
  file: string,
  config: Config,
  options: ImportOptions,
): Promise<{ ok: true; result: ImportResult } | { ok: false; problem: string }> {
  const { database } = config
  const location = database.kind === 'sqlite' ? database.location : undefined
  if (location === memoryLocation) {
    throw new SimpleSecurityError(
      'invalid_configuration',
      'The configured database is in memory: nothing would be left of an import. KOA_SIMPLE_SECURITY_DB_LOCATION must be the path of a file.',
    )
  }
  const opened = await openOriginalDatabase(file, location, options)
  if (!opened.ok) return opened
  const { original, wouldImport } = opened
  try {
    const taken = await takeOverWith(original, wouldImport)
    const remains = taken.plaintextRemoved ? await original.compact() : undefined
    return { ok: true, result: { ...taken, remains } }
  } finally {
    await original.close()
  }

  async function takeOverWith(original: OriginalDatabase, dryImport: typeof wouldImport): Promise<TakeOverResult> {
    const { keyPrefix, now } = config
    const parts = { original, keyPrefix, now, ...options }
    if (options.dryRun && database.kind !== 'sqlite') {
      const lookup = await openImportLookup(() => openDatabase(database))
      return takeOver({ ...parts, importKeys: lookup.wouldImport }).finally(lookup.close)
    }
    if (dryImport !== undefined) return takeOver({ ...parts, importKeys: dryImport })
    const connection = createStoreConnection(() => openDatabase(database))
    try {
      await connection.ready()
      return await takeOver({ ...parts, importKeys: connection.store.importKeys })
    } finally {
      await connection.close()
    }
  }
}
