import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startStandAlone } from '../support/stand-alone.js'
import { attempt } from './attempts.js'

test('a path that only resembles an admin operation is no way around the secret', async (t) => {
  const { get } = await startStandAlone(t)
  const paths = ['/AUTH/new', '//auth/new', '/auth/new/', '/%61uth/new', '/auth/./new', '/x/../auth/new', '/auth%2fnew']
  await attempt(
    'credential confusion',
    paths.map((path) => [
      path,
      async () => {
        const { status } = await get(path)
        assert.ok([403, 404].includes(status), `answered ${status}`)
      },
    ]),
  )
})
