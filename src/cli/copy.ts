import type { Command } from 'commander'
import type { DatabaseLocation } from '../database-location.js'
import { SimpleSecurityError } from '../errors.js'
import type { CopiedRows } from '../store/copy.js'
import { createCommand } from './command.js'
import { complain, print, printJson, startProgress } from './output.js'

const failed = 1

interface CopyFlags {
  from?: string
  to: string
  json?: boolean
}

export function copyCommand(): Command {
  return createCommand(
    'copy',
    'copy everything from one database into an empty one, of another kind too',
    'koa-simple-security copy --from sqlite:sqlite.db --to postgres://app@db.example/keys',
  )
    .option('--from <url>', 'the database to copy; the configured one when left out')
    .requiredOption('--to <url>', 'an empty database')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
A URL is that of KOA_SIMPLE_SECURITY_DATABASE_URL, or the name of an environment variable that holds it, since what stands on a
command line can be seen by everybody on the machine. Stop the servers first: what they change meanwhile is not copied. Every
row is counted, read again and compared before the copy is kept.`,
    )
    .action(runCopy)
}

async function runCopy({ from, to, json = false }: CopyFlags, command: Command): Promise<void> {
  // Loaded here, so that help and mistakes answer without the database's modules.
  const [{ readConfig }, { copyDatabase }] = await Promise.all([import('../config.js'), import('../store/copy.js')])
  const locationOf = (option: string, given: string): DatabaseLocation => {
    // A wrong URL is told without being shown: there may be a password in it.
    try {
      return readConfig({ databaseUrl: process.env[given] ?? given, env: {} }).database
    } catch {
      return command.error(`error: option '--${option}' must be the URL of a database, or a variable with one`)
    }
  }
  const source = from === undefined ? readConfig({ env: process.env }).database : locationOf('from', from)
  const target = locationOf('to', to)
  const progress = startProgress('Copying')
  let copied: CopiedRows
  try {
    copied = await copyDatabase(source, target, (done, total) => {
      progress?.show(`${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`)
    }).finally(() => progress?.stop())
  } catch (error) {
    if (!(error instanceof SimpleSecurityError)) throw error
    complain(error.message)
    process.exitCode = failed
    return
  }
  if (json) {
    printJson({ from: source.name, to: target.name, copied })
    return
  }
  const counts = Object.entries(copied).map(
    ([kind, rows]) => `  ${kind.padEnd(8)} ${rows.toLocaleString('en').padStart(12)}`,
  )
  print([`Copied ${source.name} to ${target.name}, and compared:`, ...counts].join('\n'))
}
