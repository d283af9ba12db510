import type { DatabaseLocation } from '../database-location.js'
import type { Database } from './database.js'

/** Opens a database of any kind, and loads what that kind needs. */
export async function openDatabase(database: DatabaseLocation): Promise<Database> {
  switch (database.kind) {
    case 'sqlite':
      return (await import('./sqlite.js')).openSqlite(database.location)
    case 'postgres':
      return (await import('./postgres.js')).openPostgres(database.url, database.name)
    case 'mysql':
      return (await import('./mysql.js')).openMysql(database.url, database.name)
  }
}
