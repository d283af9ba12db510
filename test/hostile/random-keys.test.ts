import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { testedDatabases } from '../support/databases.js'
import { request } from '../support/http.js'
import { floodWithKeys } from '../support/key-flood.js'
import { runServer, type ServingProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const megabyte = 1024 * 1024
/** So few that they are full long before the end. */
const denyEntries = 500
/** Once those are there, what is in use may grow by this much: compiled code does, and what it learned. */
const heapTolerance = 3 * megabyte
/** Whatever remembered each key would make at least one object of each. */
const objectsPerKey = 0.2
const residentLimit = 300 * megabyte

/** Loaded before the server: says on a signal what is in use when all garbage is gone, which counting objects takes away. */
const heapReporter = `
import { queryObjects } from 'node:v8'
process.on('SIGUSR2', () => {
  const objects = queryObjects(Object, { format: 'count' })
  process.stderr.write(\`objects \${objects} heap \${process.memoryUsage().heapUsed}\\n\`)
})
`

async function inUse({ process, output }: ServingProgram): Promise<{ objects: number; heap: number }> {
  const said = () => [...output().stderr.matchAll(/^objects (\d+) heap (\d+)$/gm)]
  const before = said().length
  process.kill('SIGUSR2')
  while (said().length === before) await setTimeout(5)
  const [, objects, heap] = said().at(-1) ?? []
  return { objects: Number(objects), heap: Number(heap) }
}

/** As Linux tells it, which is where the limit is looked at. */
function residentOf({ process }: ServingProgram): number {
  try {
    const status = readFileSync(`/proc/${process.pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  } catch {
    return 0
  }
}

function inWords({ objects, heap }: { objects: number; heap: number }): string {
  return `${objects} objects of ${(heap / megabyte).toFixed(1)} MB`
}

for (const database of testedDatabases) {
  describe(`well-formed random keys at full speed on ${database.name}`, () => {
    it('leave memory bounded, and good keys working, those in memory and those that are not', async (t) => {
      const folder = await temporaryFolder(t)
      const preload = join(folder, 'heap-reporter.mjs')
      await writeFile(preload, heapReporter)
      const server = await runServer(
        t,
        {
          KOA_SIMPLE_SECURITY_SECRET: 'secret',
          KOA_SIMPLE_SECURITY_DATABASE_URL: await database.fresh(t),
          KOA_SIMPLE_SECURITY_DENY_ENTRIES: String(denyEntries),
          NODE_OPTIONS: `--import ${pathToFileURL(preload)}`,
        },
        folder,
      )
      const newKey = async (): Promise<string> =>
        (await request(`${server.url}/auth/new`, { headers: { 'secret-key': 'secret' } })).json()
      const known = await newKey()
      // Made before: a change would clear the memory of refusals.
      const others = await Promise.all(Array.from({ length: 40 }, newKey))
      const statuses = new Map<number, number>()
      let good = 0
      let slowestMs = 0
      let residentPeak = 0
      const useGoodKeys = async (until: number) => {
        while (performance.now() < until) {
          for (const key of [known, others[Math.floor(good / 2) % others.length] as string]) {
            const sentAt = performance.now()
            const { status, text } = await request(`${server.url}/secure`, { headers: { 'api-key': key } })
            slowestMs = Math.max(slowestMs, performance.now() - sentAt)
            assert.equal(status, 200, text)
            good++
          }
          residentPeak = Math.max(residentPeak, residentOf(server))
          await setTimeout(10)
        }
      }
      /** What is in use afterwards, and how many random keys were tried so far. */
      const flood = async (ms: number) => {
        const flooding = floodWithKeys(server.url, { connections: 8, statuses })
        await useGoodKeys(performance.now() + ms).finally(flooding.stop)
        return { ...(await inUse(server)), tried: [...statuses.values()].reduce((sum, count) => sum + count, 0) }
      }
      const before = await flood(1_500)
      const after = await flood(2_500)
      t.diagnostic(
        `${after.tried} random keys; in use after ${before.tried} of them ${inWords(before)}, at the end ${inWords(after)}; ` +
          `resident ${Math.round(residentPeak / megabyte)} MB at most; ` +
          `${good} uses of good keys, ${Math.round(slowestMs)} ms at most`,
      )
      assert.deepEqual([...statuses.keys()], [403])
      assert.ok(before.tried > denyEntries, 'the memory of refusals was full before it was measured')
      const [asked, objects] = [after.tried - before.tried, after.objects - before.objects]
      assert.ok(objects < asked * objectsPerKey, `${objects} more objects in use after ${asked} more keys`)
      assert.ok(after.heap - before.heap < heapTolerance, `${after.heap - before.heap} more bytes in use`)
      assert.ok(residentPeak < residentLimit, `${residentPeak} bytes resident`)
      assert.ok(good > 10, `only ${good} uses of good keys`)
      assert.ok(slowestMs < 2_000, `a good key took ${Math.round(slowestMs)} ms`)
    })
  })
}
