import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { makeOriginal, originalKeys, rows } from '../import/original.js'
import { request } from '../support/http.js'
import { adminSecret } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import { root, startApp, startExample } from './example.js'

const admin = { 'secret-key': adminSecret }

async function makeKey(url: string, body: object): Promise<{ id: string; key: string }> {
  const headers = { ...admin, 'content-type': 'application/json' }
  const { status, json } = await request(`${url}/auth/keys`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(status, 201)
  return json()
}

describe('the example', () => {
  it('"minimal" is that of the README, which the packed package is tried with', async () => {
    const [example, readme] = await Promise.all(
      ['examples/minimal/app.ts', 'README.md'].map((path) => readFile(join(root, path), 'utf8')),
    )
    assert.ok(readme?.includes(`\`\`\`ts\n${example}\`\`\``))
  })

  it('"router" guards every route of a router, and knows which key it was', async (t) => {
    const { url } = await startApp(t, 'router')
    const { id, key } = await makeKey(url, { name: 'Ann', metadata: { team: 'baking' } })
    assert.equal((await request(`${url}/reports`)).json().code, 'missing_api_key')
    const headers = { 'api-key': key }
    assert.deepEqual((await request(`${url}/reports`, { headers })).json(), { id, name: 'Ann', team: 'baking' })
    assert.equal((await request(`${url}/docs`)).status, 200)
  })

  it('"scopes" lets each key do what it was given', async (t) => {
    const { url, output } = await startApp(t, 'scopes')
    const keyOf = (name: string) => new RegExp(`^${name} (\\S+)$`, 'm').exec(output())?.[1] ?? ''
    const call = (method: string, key: string) =>
      request(`${url}/reports`, { method, headers: { 'api-key': key, 'content-type': 'application/json' } })
    const [reader, editor] = [keyOf('reader'), keyOf('editor')]
    assert.equal((await call('POST', reader)).json().code, 'insufficient_scope')
    assert.equal((await call('POST', editor)).status, 201)
    for (const key of [reader, editor]) assert.deepEqual((await call('GET', key)).json(), ['by editor'])
  })

  it('"from-fastapi" serves the keys of a database of the original', async (t) => {
    const folder = await temporaryFolder(t)
    const original = join(folder, 'original.db')
    await makeOriginal(original, rows(1))
    const [key = ''] = await originalKeys(original)
    // As npm would put it there.
    await mkdir(join(folder, 'node_modules/.bin'), { recursive: true })
    await symlink(join(root, 'dist/src/cli.js'), join(folder, 'node_modules/.bin/koa-simple-security'))
    await copyFile(join(root, 'examples/from-fastapi/take-over.sh'), join(folder, 'take-over.sh'))
    const { url } = await startExample(
      t,
      ['sh', 'take-over.sh', original],
      { FASTAPI_SIMPLE_SECURITY_SECRET: adminSecret },
      folder,
    )
    assert.equal((await request(`${url}/secure`, { headers: { 'api-key': key } })).status, 200)
    const { logs } = (await request(`${url}/auth/logs`, { headers: admin })).json()
    assert.deepEqual(
      logs.map(({ name }: { name: string }) => name),
      ['key 0'],
    )
  })
})
