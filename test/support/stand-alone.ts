import { PassThrough } from 'node:stream'
import type { TestContext } from 'node:test'
import { pino } from 'pino'
import { readConfig, type SimpleSecurityOptions } from '../../src/config.js'
import { createStandAloneApp } from '../../src/http/stand-alone-app.js'
import { assemble, type SimpleSecurity } from '../../src/simple-security.js'
import { type Answer, listen, type RequestOptions, request } from './http.js'

export const adminSecret = 'TEST_SECRET'

export interface StandAlone {
  url: string
  instance: SimpleSecurity
  /** Everything that was logged so far. */
  logged: () => string
  /** A request to a path of the server. */
  get(path: string, options?: RequestOptions): Promise<Answer>
  /** A request with the admin secret. */
  admin(path: string, options?: RequestOptions): Promise<Answer>
  /** A new key. */
  newKey(query?: string): Promise<string>
  /** The logs by the start of the key. */
  // biome-ignore lint/suspicious/noExplicitAny: as the server answered
  logs(): Promise<any[]>
}

/** The stand-alone app over real HTTP, on a database in memory unless the options name another. */
export async function startStandAlone(t: TestContext, options: SimpleSecurityOptions = {}): Promise<StandAlone> {
  let log = ''
  const stream = new PassThrough().on('data', (chunk) => {
    log += chunk
  })
  const logger = pino(stream)
  const config = readConfig({
    secret: adminSecret,
    dbLocation: ':memory:',
    env: {},
    logger: { warn: (message) => logger.warn(message), error: (message) => logger.error(message) },
    ...options,
  })
  const assembly = assemble(config)
  const { instance } = assembly
  const url = await listen(t, createStandAloneApp(assembly, logger).callback())
  t.after(() => instance.close())
  await instance.ready()

  const get = (path: string, given?: RequestOptions) => request(url + path, given)
  const admin = (path: string, given: RequestOptions = {}) =>
    get(path, { ...given, headers: { 'secret-key': adminSecret, ...given.headers } })
  return {
    url,
    instance,
    logged: () => log,
    get,
    admin,
    newKey: async (query = '') => (await admin(`/auth/new${query}`)).json(),
    logs: async () => (await admin('/auth/logs')).json().logs,
  }
}
