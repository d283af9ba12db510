import type { Keys } from '../keys/keys.js'

/** Works on the configured database, and closes it whatever happens. */
export async function withKeys<Result>(work: (keys: Keys, database: string) => Promise<Result>): Promise<Result> {
  // Loaded here, so that help and mistakes answer without the server's modules.
  const [{ readConfig }, { assemble }] = await Promise.all([import('../config.js'), import('../simple-security.js')])
  const config = readConfig({ env: process.env })
  // Without a configured secret, the one of this run could not check a cursor of the run before.
  const cursorSecrets = config.generatedSecret === undefined ? config.secrets : [config.database.name]
  const { instance, keysOf } = assemble({ ...config, cursorSecrets })
  try {
    await instance.ready()
    return await work(keysOf({ via: 'command-line' }), config.database.name)
  } finally {
    await instance.close()
  }
}
