#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { checkCommand } from './cli/check.js'
import { createCommand } from './cli/command.js'
import { copyCommand } from './cli/copy.js'
import { importCommand } from './cli/import.js'
import { keysCommand } from './cli/keys.js'
import { migrateCommand } from './cli/migrate.js'
import { complain } from './cli/output.js'
import { serveCommand } from './cli/serve.js'
import { isSimpleSecurityError } from './errors.js'

const failed = 1
const wrongUse = 2
/** What the command line calls otherwise than JSON. */
const optionNames: Record<string, string> = {
  scopes: 'scope',
  expiration_date: 'expires',
  never_expire: 'never-expires',
  overlap_seconds: 'overlap',
  key: 'key-stdin',
}

const program = createCommand(
  'koa-simple-security',
  'API keys for Koa: a stand-alone server with a page of interactive docs, and the administration of its keys.',
  'koa-simple-security serve\nkoa-simple-security keys create --name "reporting job"',
)
  .version(packageVersion(), '--version', 'print the version')
  .addCommand(serveCommand(fail))
  .addCommand(checkCommand(fail))
  .addCommand(migrateCommand())
  .addCommand(importCommand())
  .addCommand(copyCommand())
  .addCommand(keysCommand())

// Whoever reads may have seen enough, as in `keys list --all | head`. What was asked for is done all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

try {
  await program.parseAsync()
} catch (error) {
  fail(error)
}

function fail(error: unknown): void {
  // Commander has said what is wrong by itself.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : wrongUse
  else if (isSimpleSecurityError(error, 'invalid_argument')) {
    const { member = '', detail } = error
    complain(`The option --${optionNames[member] ?? member.replaceAll('_', '-')} ${detail}.`)
    process.exitCode = wrongUse
  } else {
    const { message, code } = error as { message?: unknown; code?: unknown }
    const hint = String(code).startsWith('database_')
      ? ' KOA_SIMPLE_SECURITY_DATABASE_URL or _DB_LOCATION says which database is used.'
      : ''
    complain(String(message ?? error) + hint)
    process.exitCode = failed
  }
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
