import { setTimeout as sleep } from 'node:timers/promises'
import { startOf, storedCounts } from './databases.js'
import { during } from './lifetime.js'
import { createTally, lostMs, useKeys } from './load.js'
import { newKeys, type Replica, startReplicas } from './replica.js'
import type { Trial } from './trial.js'
import { milliseconds } from './waiting.js'

const linksEach = 4
const keysEach = 25

/** Whether what was answered is what is counted, whichever way replicas end. */
export async function counts(trial: Trial): Promise<void> {
  const { sizes, note } = trial
  const rounds: Round[] = []
  for (let round = 0; round < sizes.loads; round++) rounds.push(await countOnce(trial))
  const sum = (of: (round: Round) => number) => rounds.reduce((total, round) => total + of(round), 0)
  const troubles = rounds.flatMap((round) => round.troubles)
  const wrong = sum((round) => round.wrongKeys)
  note({
    promise: 'replicas that were stopped under load count exactly what they answered, key by key',
    measured: `${sum((round) => round.answered).toLocaleString('en-US')} answered, ${wrong} keys wrong${troubles.length === 0 ? '' : `; ${troubles[0]}`}`,
    limit: 'exact',
    held: wrong === 0 && troubles.length === 0,
  })
  const wrongLatest = sum((round) => round.wrongLatest)
  note({
    promise: 'the latest use of a key is the latest in any replica',
    measured: `${wrongLatest} of ${sum((round) => round.keys)} keys wrong`,
    limit: 'exact',
    held: wrongLatest === 0,
  })
  const worstMs = Math.max(...rounds.map((round) => round.lostMs))
  const surplus = sum((round) => round.surplus)
  note({
    promise: 'kill -9 under load loses one second of counts at most, and none is counted that was not sent',
    measured: `the last ${milliseconds(worstMs)} at most; ${surplus} too many`,
    limit: '1 s; none',
    held: worstMs <= 1_000 && surplus === 0,
  })
}

interface Round {
  answered: number
  keys: number
  wrongKeys: number
  wrongLatest: number
  lostMs: number
  surplus: number
  troubles: string[]
}

async function countOnce({ workplace, database, sizes }: Trial): Promise<Round> {
  return during(async (lifetime) => {
    const url = await database.fresh(lifetime)
    const [early, killed, late] = (await startReplicas(workplace, 3, { url })) as [Replica, Replica, Replica]
    const shared = await newKeys(late.link(), keysEach)
    // Keys of its own, so that what is lost with it blurs no other count.
    const ofKilled = await newKeys(late.link(), keysEach)
    const orderly = createTally()
    const lost = createTally()
    let isOn = true
    const load = (replica: Replica) =>
      Array.from({ length: linksEach }, () =>
        useKeys(replica.link(), replica === killed ? lost : orderly, {
          keys: replica === killed ? ofKilled : shared,
          isOn: () => isOn,
        }),
      )
    const loads = [early, killed, late].flatMap(load)
    await sleep(sizes.loadMs / 3)
    await early.stop()
    await sleep(sizes.loadMs / 3)
    // Not at the same moment between two writes each time.
    await sleep(800 * Math.random())
    const killedAt = performance.now()
    await killed.kill()
    await sleep(sizes.loadMs / 3)
    await late.stop()
    isOn = false
    await Promise.all(loads)
    const stored = await storedCounts(url)
    const storedOf = (key: string) => stored.get(startOf(key)) ?? { queries: 0, latestQueryAt: -1 }
    let wrongKeys = 0
    let wrongLatest = 0
    for (const key of shared) {
      const told = orderly.byKey.get(key)
      const { queries, latestQueryAt } = storedOf(key)
      if (queries !== (told?.answered ?? 0)) wrongKeys++
      if (told !== undefined && (latestQueryAt < told.firstPossible || latestQueryAt > told.lastPossible)) wrongLatest++
    }
    const storedOfKilled = ofKilled.reduce((total, key) => total + storedOf(key).queries, 0)
    const refused = [...orderly.others, ...lost.others].filter(([status]) => status !== 'lost')
    return {
      answered: orderly.answeredAt.length,
      keys: shared.length,
      wrongKeys,
      wrongLatest,
      lostMs: lostMs(lost.answeredAt, storedOfKilled, killedAt),
      surplus: Math.max(0, storedOfKilled - lost.sent),
      troubles: [
        ...refused.map(([status, count]) => `${count} answers ${status}`),
        ...[early, killed, late].flatMap((replica) => replica.complaints()),
      ],
    }
  })
}
