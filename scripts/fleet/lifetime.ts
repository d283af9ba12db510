import type { Lifetime } from '../../test/support/temporary.js'

/** Runs a part with things that end with it, the last one first, however the part ends. */
export async function during<Result>(work: (lifetime: Lifetime) => Promise<Result>): Promise<Result> {
  const ends: (() => unknown)[] = []
  try {
    return await work({ after: (end) => void ends.unshift(end) })
  } finally {
    for (const end of ends) await end()
  }
}
