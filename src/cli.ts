#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'

const failed = 1
const wrongUse = 2

const program = new Command('koa-simple-security')
  .description('API keys for Koa: a stand-alone server with a page of interactive docs.')
  .version(packageVersion(), '--version', 'print the version')
  .helpOption('--help', 'show this help')
  .helpCommand(false)
  .exitOverride()
  .showHelpAfterError('(--help tells what is allowed)')
  .addHelpText('after', '\nExample:\n  $ koa-simple-security serve')

program
  .command('serve')
  .description('serve the docs, the administration of keys and the sample endpoints')
  .helpOption('--help', 'show this help')
  .addHelpText(
    'after',
    `
Configured by the environment: KOA_SIMPLE_SECURITY_SECRET, _HIDE_DOCS, _DB_LOCATION, _DATABASE_URL,
_AUTOMATIC_EXPIRATION and _KEY_PREFIX, and PORT and HOST.

Example:
  $ KOA_SIMPLE_SECURITY_SECRET=change-me PORT=3000 koa-simple-security serve`,
  )
  .allowExcessArguments(false)
  .action(runServer)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

async function runServer(): Promise<void> {
  // Loaded here, so that help and mistakes answer without the server's modules.
  const { serve } = await import('./server.js')
  const starting = serve(process.env, (text) => process.stdout.write(text))
  // From now on, since the first process of a container gets no signal that it does not ask for.
  const stop = () => {
    starting
      .then((server) => server.stop())
      .catch((error) => {
        process.exitCode = exitCodeOf(error)
      })
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
  await starting
}

function exitCodeOf(error: unknown): number {
  // Commander has said what is wrong by itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUse
  const { message, code } = error as { message?: unknown; code?: unknown }
  const hint = String(code).startsWith('database_') ? ' KOA_SIMPLE_SECURITY_DB_LOCATION says which file is used.' : ''
  // One line, also where a path has more.
  process.stderr.write(`koa-simple-security: ${String(message ?? error).replace(/\s+/g, ' ')}${hint}\n`)
  return failed
}

function packageVersion(): string {
  // The nearest package.json above: one folder up in the sources, two in the package.
  for (const path of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return 'unknown'
}
