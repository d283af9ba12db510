import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Answer, request } from '../support/http.js'
import { type ProgramOptions, runServer, type ServingProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const secret = 'secret-of-the-test'

export interface FileServer extends ServingProgram {
  folder: string
  /** The database. */
  file: string
  /** A GET, or a POST where there is something to send. */
  admin(path: string, content?: object): Promise<Answer>
  /** The status that a request with this key gets. */
  use(key: string): Promise<number>
}

export interface FileServerOptions extends ProgramOptions {
  /** Where its database is; a new folder when left out. */
  folder?: string
  env?: Record<string, string>
}

/** Runs a server on a SQLite file of its own. */
export async function startOnFile(
  t: TestContext,
  { folder: given, env = {}, ...options }: FileServerOptions = {},
): Promise<FileServer> {
  const folder = given ?? (await temporaryFolder(t))
  const server = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: secret, ...env }, folder, options)
  return {
    ...server,
    folder,
    file: join(folder, 'sqlite.db'),
    admin: (path, content) =>
      request(server.url + path, {
        ...(content === undefined ? {} : { method: 'POST', body: JSON.stringify(content) }),
        headers: { 'secret-key': secret, 'content-type': 'application/json' },
      }),
    use: async (key) => (await request(`${server.url}/secure`, { headers: { 'api-key': key } })).status,
  }
}
