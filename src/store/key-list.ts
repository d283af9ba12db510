import type { Knex } from 'knex'
import type { KeyRecord } from '../keys/api-key.js'
import type { Position } from '../keys/cursor.js'
import type { KeyListQuery, KeySortColumn } from '../keys/key-store.js'
import { dialectOf } from './dialect.js'
import { fromKeyRow, type KeyRow, tables } from './rows.js'

const sortColumns = {
  created_date: 'created_at',
  name: 'name_folded',
  expiration_date: 'ends_at',
  latest_query_date: 'latest_query_at',
} as const satisfies Record<KeySortColumn, keyof KeyRow>

// Up to so many candidates of a filter are fetched and sorted; a filter with more of them is so dense, also among a
// million keys, that a page is found by walking along the sort's index. Both take some 10 ms.
const maximumCandidates = 5_000
// Up to so many are kept once they are found, since to find them again can take most of a page's time: a text of which
// every beginning is common, such as a number behind a word that all names have, takes 10 ms among a million names.
const maximumKept = 200
/** Shorter texts have no trigram to look up. */
const trigramLength = 3

/** A filter: how a row is tested, and, where an index leads to its rows, the numbers of these. */
interface Filter {
  test: (query: Knex.QueryBuilder) => void
  candidates?: Knex.QueryBuilder
  /** The column whose order the candidates' index has: sorting by it needs nothing else. */
  column?: string
}

/** One page, by keyset: rows after the given position, so that neither the page's number nor changes before it matter. */
export async function listKeys(db: Knex, query: KeyListQuery): Promise<{ key: KeyRecord; position: Position }[]> {
  const { limit, after } = query
  const { unindexed } = dialectOf(db)
  const column = sortColumns[query.sort.by]
  const filters = filtersOf(db, query, column)
  const driver = await selectDriver(db, filters, column)
  if (driver?.count === 0) return []
  const order = query.sort.descending ? 'desc' : 'asc'
  const beyond = query.sort.descending ? '<' : '>'

  const page = (count: number, place?: (rows: Knex.QueryBuilder) => void): Promise<KeyRow[]> => {
    const rows = db(tables.keys)
    // Rows that were counted a moment ago may have changed since.
    for (const filter of filters) if (filter !== driver?.filter || driver.isKept) filter.test(rows)
    if (driver !== undefined) rows.whereIn('seq', driver.candidates)
    place?.(rows)
    if (Number.isFinite(count)) rows.limit(count)
    // Candidates are sorted once they are found, instead of walking along the sort's index to find them.
    if (driver === undefined) return rows.orderBy([column, 'seq'].map((by) => ({ column: by, order })))
    const by = column === 'name_folded' ? unindexed.text : unindexed.number
    return rows.orderByRaw(`${by} ${order}, ${unindexed.number} ${order}`, [column, 'seq'])
  }

  // Rows of the same value first, then those beyond it: as one condition, SQLite would read all rows of that value again.
  const [value, seq] = after ?? []
  const rows =
    value === undefined || seq === undefined
      ? await page(limit)
      : await page(limit, (ties) => ties.where(column, value).where('seq', beyond, seq))
  if (value !== undefined && rows.length < limit) {
    rows.push(...(await page(limit - rows.length, (others) => others.where(column, beyond, value))))
  }
  return rows.map((row) => ({ key: fromKeyRow(row), position: [positionValue(row, column), Number(row.seq)] }))
}

function filtersOf(db: Knex, query: KeyListQuery, sortColumn: string): Filter[] {
  const { now, status, nameContains, scope, unusedSince, expiresBefore } = query
  const filters: Filter[] = []
  const { unindexed, contains, hasNameIndex } = dialectOf(db)
  // Where a filter is no candidate and not what is sorted by, it only tests, and its index is of no use.
  const test = (column: string, condition: string, value?: number): Filter['test'] => {
    const tested = column === sortColumn ? '??' : unindexed.number
    return (rows) => rows.whereRaw(`${tested} ${condition}`, value === undefined ? [column] : [column, value])
  }
  const range = (column: string, condition: string, value?: number) => {
    const candidates = db(tables.keys).select('seq')
    candidates.whereRaw(`?? ${condition}`, value === undefined ? [column] : [column, value])
    filters.push({ test: test(column, condition, value), candidates, column })
  }
  if (status === 'revoked') range('revoked_at', 'IS NOT NULL')
  else if (status !== undefined) filters.push({ test: test('revoked_at', 'IS NULL') })
  if (status === 'expired') range('ends_at', '<= ?', now)
  // Most keys, as a rule: no index would help.
  if (status === 'active') filters.push({ test: test('ends_at', '> ?', now) })
  if (unusedSince !== undefined) range('latest_query_at', '< ?', unusedSince)
  if (expiresBefore !== undefined) range('ends_at', '< ?', expiresBefore)
  if (scope !== undefined) {
    filters.push({
      test: (rows) =>
        rows.whereExists(db(tables.scopes).where({ scope }).whereRaw('key_seq = seq').select(db.raw('1'))),
      candidates: db(tables.scopes).where({ scope }).select('key_seq as seq'),
    })
  }
  if (nameContains !== undefined) {
    const phrase = `"${nameContains.replaceAll('"', '""')}"`
    filters.push({
      test: (rows) => rows.whereRaw(contains, ['name_folded', nameContains]),
      ...(!hasNameIndex || [...nameContains].length < trigramLength
        ? {}
        : { candidates: db(tables.names).whereRaw('?? MATCH ?', [tables.names, phrase]).select('rowid as seq') }),
    })
  }
  return filters
}

interface Driver {
  filter: Filter
  count: number
  /** The numbers of its rows, or how to find them. */
  candidates: number[] | Knex.QueryBuilder
  isKept: boolean
}

/** The filter to start from: the one with the fewest candidates, or none when all have too many. */
async function selectDriver(db: Knex, filters: Filter[], sortColumn: string): Promise<Driver | undefined> {
  let best: Driver | undefined
  for (const filter of filters) {
    if (filter.candidates === undefined || filter.column === sortColumn) continue
    const driver = await driverOf(db, filter, filter.candidates)
    if (driver.count <= maximumCandidates && (best === undefined || driver.count < best.count)) best = driver
  }
  return best
}

async function driverOf(db: Knex, filter: Filter, candidates: Knex.QueryBuilder): Promise<Driver> {
  const few: { seq: number | string }[] = await candidates.clone().limit(maximumKept + 1)
  if (few.length <= maximumKept) {
    return { filter, count: few.length, isKept: true, candidates: few.map(({ seq }) => Number(seq)) }
  }
  const limited = candidates.clone().limit(maximumCandidates + 1)
  const rows: { count: number | string }[] = await db.from(limited.as('candidates')).select(db.raw('count(*) as count'))
  return { filter, count: Number(rows[0]?.count), isKept: false, candidates }
}

// Some databases give numbers as text.
function positionValue(row: KeyRow, column: (typeof sortColumns)[KeySortColumn]): number | string {
  return column === 'name_folded' ? String(row[column]) : Number(row[column])
}
