import type { Ledger } from './ledger.js'
import { keyOf, openDatabase } from './stored-keys.js'

/** What a database has counted otherwise than it was answered; empty when every single count is exact. */
export async function checkCounts({ uses }: Ledger, database: string, size: number): Promise<string[]> {
  const [first, ...more] = miscounts(uses, await storedUses(database, uses.keys()))
  if (first === undefined) return []
  return [`Wrong counts among ${size} keys: ${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}.`]
}

export function miscounts(uses: ReadonlyMap<number, number>, stored: ReadonlyMap<number, number>): string[] {
  const numbers = new Set([...uses.keys(), ...stored.keys()])
  return [...numbers].flatMap((number) => {
    const [used, counted] = [uses.get(number) ?? 0, stored.get(number) ?? 0]
    return used === counted ? [] : [`key ${number} was let pass ${used} times, but ${counted} uses are stored`]
  })
}

/** How often each key was used, by its number, as the database has it. Keys that were never used are left out. */
async function storedUses(location: string, usedNumbers: Iterable<number>): Promise<Map<number, number>> {
  const numbers = new Map([...usedNumbers].map((number) => [keyOf(number).id, number]))
  const database = openDatabase(location)
  const rows = await database.all<{ id: string; total: number }>(
    'SELECT id, total_queries AS total FROM simple_security_keys WHERE total_queries <> 0',
  )
  await database.close()
  // A use of a key that nobody used has no number: it stands out as -1.
  const uses = new Map<number, number>()
  for (const { id, total } of rows) {
    const number = numbers.get(id) ?? -1
    uses.set(number, (uses.get(number) ?? 0) + total)
  }
  return uses
}
