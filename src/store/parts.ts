/** SQLite takes at most 500 rows in one statement of knex's making, and a bounded number of values. */
export const rowsAtOnce = 250

/** Items in as many lists as are needed for each to fit into one statement. */
export function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  )
}
