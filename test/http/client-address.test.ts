import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import Koa from 'koa'
import { simpleSecurity } from '../../src/index.js'
import { listen, request } from '../support/http.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'

const behindProxies = ['127.0.0.1', '10.0.0.0/8', '2001:db8:ffff::/48']

/** Who the audit trail says that a change came from, on a server that trusts these proxies. */
async function audited(t: TestContext, trustedProxies: string[], forwarded: string | string[]): Promise<string> {
  const { admin } = await startStandAlone(t, { trustedProxies })
  const made = await admin('/auth/new', { headers: { 'x-forwarded-for': forwarded } })
  assert.equal(made.status, 200, made.text)
  return (await admin('/auth/audit')).json().events[0].address
}

describe('the address of the client', () => {
  const cases: [what: string, trustedProxies: string[], forwarded: string | string[], address: string][] = [
    ['the peer, where no proxy is trusted', [], '192.0.2.7', '127.0.0.1'],
    ['the peer, where it is not one that is trusted', ['10.0.0.0/8'], '192.0.2.7', '127.0.0.1'],
    ['whom a trusted proxy names', behindProxies, '192.0.2.7', '192.0.2.7'],
    ['the last that is named, not what the client wrote before', behindProxies, '198.51.100.1, 192.0.2.7', '192.0.2.7'],
    ['the first before all trusted proxies', behindProxies, '192.0.2.7,10.1.2.3 , 10.9.9.9', '192.0.2.7'],
    ['in the lines of a repeated header', behindProxies, ['198.51.100.1', '192.0.2.7', '10.1.2.3'], '192.0.2.7'],
    ['the first of all, where all are trusted', behindProxies, '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['the proxy that names no address', behindProxies, '192.0.2.7, unknown, 10.0.0.2', '10.0.0.2'],
    ['the proxy that names nobody', behindProxies, '192.0.2.7, , 10.0.0.2', '10.0.0.2'],
    ['the peer that names nobody', behindProxies, '', '127.0.0.1'],
    ['without its port', behindProxies, '192.0.2.7:4711', '192.0.2.7'],
    ['one of IPv6 without its port', behindProxies, '[2001:db8::7]:4711', '2001:db8::7'],
    ['one of IPv6 before a proxy of IPv6', behindProxies, '2001:DB8::7, 2001:db8:ffff::1', '2001:db8::7'],
    ['one of IPv4 that is written as IPv6', behindProxies, '192.0.2.7, ::ffff:10.0.0.1', '192.0.2.7'],
    ['one that is too long for a database without its zone', behindProxies, `fe80::7%${'x'.repeat(100)}`, 'fe80::7'],
  ]
  for (const [what, trustedProxies, forwarded, address] of cases) {
    it(`is ${what}`, async (t) => assert.equal(await audited(t, trustedProxies, forwarded), address))
  }

  it('does not depend on what the app believes', async (t) => {
    const { apiKeyRouter, keys, close } = simpleSecurity({ secret: adminSecret, dbLocation: ':memory:', env: {} })
    t.after(close)
    const app = new Koa({ proxy: true })
    app.use(apiKeyRouter.routes())
    const url = await listen(t, app.callback())
    const made = await request(`${url}/auth/new`, {
      headers: { 'secret-key': adminSecret, 'x-forwarded-for': '192.0.2.7' },
    })
    assert.equal(made.status, 200, made.text)
    assert.equal((await keys.audit()).events[0]?.address, '127.0.0.1')
  })

  it('is in the log of requests', async (t) => {
    const { get, logged } = await startStandAlone(t, { trustedProxies: behindProxies })
    await get('/nothing', { headers: { 'x-forwarded-for': '192.0.2.7' } })
    while (!logged().includes('/nothing')) await new Promise(setImmediate)
    assert.match(logged(), /"url":"\/nothing".*"address":"192\.0\.2\.7"/)
  })
})
