import type { Command } from 'commander'
import { createCommand } from './command.js'

/** @param onStopFailure told when a stop that a signal asked for did not end well */
export function serveCommand(onStopFailure: (error: unknown) => void): Command {
  return createCommand(
    'serve',
    'serve the docs, the administration of keys and the sample endpoints',
    'KOA_SIMPLE_SECURITY_SECRET=change-me PORT=3000 koa-simple-security serve',
  )
    .addHelpText(
      'after',
      `
Configured by the environment: KOA_SIMPLE_SECURITY_SECRET, _HIDE_DOCS, _DB_LOCATION, _DATABASE_URL,
_AUTOMATIC_EXPIRATION, _KEY_PREFIX, _USAGE_RETENTION, _CACHE_ENTRIES, _DENY_ENTRIES,
_POLL_INTERVAL and _OUTAGE_GRACE, and PORT and HOST.`,
    )
    .action(async () => {
      // Loaded here, so that help and mistakes answer without the server's modules.
      const { serve } = await import('../server.js')
      const starting = serve(process.env, (text) => process.stdout.write(text))
      // From now on, since the first process of a container gets no signal that it does not ask for.
      const stop = () => {
        starting.then((server) => server.stop()).catch(onStopFailure)
      }
      process.on('SIGTERM', stop).on('SIGINT', stop)
      await starting
    })
}
