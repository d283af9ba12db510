import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Context } from 'koa'
import { documentOf, operation, startEnforced } from '../openapi/enforced-app.js'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'

const answerAll = (ctx: Context) => {
  ctx.body = {}
}

describe('docs that are switched off', () => {
  it('are at none of their paths, and everything else is where it was', async (t) => {
    const { get, admin } = await startStandAlone(t, { docs: false })
    for (const path of ['/docs', '/docs/page.js', '/openapi.json', '/openapi.yaml', '/openapi.json?for=key']) {
      assert.deepEqual([path, (await get(path)).status], [path, 404])
    }
    assert.equal((await get('/unsecured')).status, 200)
    assert.equal((await admin('/auth/keys')).status, 200)
  })

  it('are not let through by the policy of a document either', async (t) => {
    const document = documentOf('3.1.0', { paths: { '/open': { get: operation({ security: [] }) } } })
    const { get } = await startEnforced(
      t,
      { document, docs: false },
      {
        routes: (given) => [given.docs(), answerAll],
      },
    )
    assert.equal((await get('/docs')).status, 404)
    assert.equal((await get('/open')).status, 200)
  })

  it('are not named where the server says where it is', async (t) => {
    const env = { KOA_SIMPLE_SECURITY_SECRET: 'secret', KOA_SIMPLE_SECURITY_DOCS: 'false' }
    const { url, output } = await runServer(t, env, await temporaryFolder(t))
    assert.ok(!output().stdout.includes('/docs'), output().stdout)
    assert.equal((await request(`${url}/docs`)).status, 404)
  })
})
