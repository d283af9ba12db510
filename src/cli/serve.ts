import type { Command } from 'commander'
import { createCommand } from './command.js'

/** @param onStopFailure told when a stop that a signal asked for did not end well */
export function serveCommand(onStopFailure: (error: unknown) => void): Command {
  return createCommand(
    'serve',
    'serve the docs, the administration of keys and the sample endpoints',
    'KOA_SIMPLE_SECURITY_SECRET=change-me PORT=3000 koa-simple-security serve\nkoa-simple-security serve --workers auto',
  )
    .option('--workers <n>', 'how many processes serve; auto is one for each core, 16 at most (default: 1)')
    .addHelpText(
      'after',
      `
Configured by the environment: KOA_SIMPLE_SECURITY_SECRET, _DOCS, _HIDE_DOCS, _KEYS_IN, _DB_LOCATION, _DATABASE_URL,
_AUTOMATIC_EXPIRATION, _KEY_PREFIX, _USAGE_RETENTION, _CACHE_ENTRIES, _DENY_ENTRIES,
_POLL_INTERVAL, _OUTAGE_GRACE, _SECRET_ATTEMPTS, _TRUSTED_PROXIES, _METRICS, _METRICS_TOKEN,
_TRACING and _WORKERS, and PORT and HOST.`,
    )
    .action(async ({ workers }: { workers?: string }) => {
      // Loaded here, so that help and mistakes answer without the server's modules.
      const { readWorkers } = await import('../config.js')
      const { started, stop } = await begin(readWorkers(process.env, workers))
      // From now on, since the first process of a container gets no signal that it does not ask for.
      let isStopping = false
      const onSignal = () => {
        // A second signal changes nothing, and is no reason to tell a failure twice.
        if (isStopping) return
        isStopping = true
        stop().catch(onStopFailure)
      }
      process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
      await started
    })
}

async function begin(workers: number): Promise<{ started: Promise<unknown>; stop(): Promise<void> }> {
  const print = (text: string) => void process.stdout.write(text)
  if (workers > 1) {
    const { serveWithWorkers } = await import('../cluster/primary.js')
    return serveWithWorkers(workers, process.env, print)
  }
  const { serve } = await import('../server.js')
  const started = serve(process.env, print)
  // Whoever waits for the start is told why it failed.
  const running = started.catch(() => undefined)
  return { started, stop: async () => (await running)?.stop() }
}
