import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gathering } from '../../src/store/gathering.js'

/** Queries whose answers arrive when the test says so. */
function setUp() {
  const asked: string[][] = []
  const settling: { resolve(): void; reject(error: Error): void }[] = []
  const lookUp = gathering<string>(
    (ids) => {
      asked.push([...ids])
      return new Promise((resolve, reject) => {
        const found = new Map(ids.filter((id) => !id.startsWith('no')).map((id) => [id, `found ${id}`]))
        settling.push({ resolve: () => resolve(found), reject })
      })
    },
    { queries: 2, atOnce: 3 },
  )
  const answer = async (index: number) => {
    settling[index]?.resolve()
    await new Promise(setImmediate)
  }
  const fail = async (index: number, message: string) => {
    settling[index]?.reject(new Error(message))
    await new Promise(setImmediate)
  }
  return { asked, lookUp, answer, fail }
}

describe('lookups at the same time', () => {
  it('are queries of their own while few ask, and one together when they had to wait', async () => {
    const { asked, lookUp, answer } = setUp()
    const answers = ['a', 'none', 'c', 'd', 'e', 'f'].map(lookUp)
    assert.deepEqual(asked, [['a'], ['none']])
    await answer(1)
    assert.deepEqual(asked.slice(2), [['c', 'd', 'e']])
    await answer(0)
    assert.deepEqual(asked.slice(3), [['f']])
    await answer(3)
    await answer(2)
    assert.deepEqual(await Promise.all(answers), ['found a', undefined, 'found c', 'found d', 'found e', 'found f'])
    assert.deepEqual(asked.length, 4)
  })

  it('of the same are asked for once while they wait, and anew once they are under way', async () => {
    const { asked, lookUp, answer } = setUp()
    const answers = ['a', 'a', 'b', 'b'].map(lookUp)
    assert.deepEqual(asked, [['a'], ['a']])
    await answer(0)
    const later = lookUp('b')
    assert.deepEqual(asked.slice(2), [['b']])
    await answer(1)
    assert.deepEqual(asked.slice(3), [['b']], 'one that began before may have read what was there before')
    await answer(2)
    await answer(3)
    assert.deepEqual(
      await Promise.all([...answers, later]),
      ['a', 'a', 'b', 'b', 'b'].map((id) => `found ${id}`),
    )
  })

  it('fail together with a query that others wait behind, and are asked again afterwards', async () => {
    const { asked, lookUp, answer, fail } = setUp()
    const answers = ['a', 'b', 'c', 'd'].map((id) => lookUp(id).catch((error: Error) => error.message))
    await fail(0, 'away')
    assert.equal(asked.length, 2, 'nothing more is tried for those that waited')
    const later = lookUp('d')
    await answer(1)
    await answer(2)
    assert.deepEqual(await Promise.all(answers), ['away', 'found b', 'away', 'away'])
    assert.equal(await later, 'found d')
  })
})
