/** Asks for one thing. Undefined when there is none. */
export type LookUp<Found> = (id: string) => Promise<Found | undefined>

interface Asked<Found> {
  answer: Promise<Found | undefined>
  resolve(found: Found | undefined): void
  reject(error: unknown): void
}

/**
 * Looks up at once what is asked for while few ask, and together what had to wait. However many ask, none of them waits
 * for more than a few queries: with one query for each, those who ask for made-up keys kept a good one waiting until it
 * was given up. When a query fails, whoever waits is told the same, so that nobody waits for two failures in turn.
 * @param find gives what there is of those that it is asked for
 * @param queries so many are under way at most
 * @param atOnce so many are asked for in one query at most
 */
export function gathering<Found>(
  find: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
  { queries, atOnce }: { queries: number; atOnce: number },
): LookUp<Found> {
  const waiting = new Map<string, Asked<Found>>()
  let underWay = 0

  async function query(): Promise<void> {
    const taken = takeFirst(waiting, atOnce)
    underWay++
    try {
      const found = await find([...taken.keys()])
      for (const [id, { resolve }] of taken) resolve(found.get(id))
    } catch (error) {
      for (const { reject } of [...taken.values(), ...waiting.values()]) reject(error)
      waiting.clear()
    }
    underWay--
    if (waiting.size > 0) query()
  }

  return (id) => {
    const asked = waiting.get(id) ?? newlyAsked<Found>()
    waiting.set(id, asked)
    if (underWay < queries) query()
    return asked.answer
  }
}

function takeFirst<Found>(waiting: Map<string, Found>, count: number): Map<string, Found> {
  const taken = new Map<string, Found>()
  for (const [id, asked] of waiting) {
    if (taken.size === count) break
    taken.set(id, asked)
    waiting.delete(id)
  }
  return taken
}

function newlyAsked<Found>(): Asked<Found> {
  let asked: Omit<Asked<Found>, 'answer'> | undefined
  const answer = new Promise<Found | undefined>((resolve, reject) => {
    asked = { resolve, reject }
  })
  return { ...(asked as unknown as Omit<Asked<Found>, 'answer'>), answer }
}
