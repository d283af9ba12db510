import type { Command } from 'commander'
import { createCommand } from './command.js'
import { withKeys } from './instance.js'
import { print, printJson } from './output.js'

export function migrateCommand(): Command {
  return createCommand(
    'migrate',
    'bring the schema of the configured database up to date, as serve does when it starts',
    'KOA_SIMPLE_SECURITY_DB_LOCATION=data/keys.db koa-simple-security migrate',
  )
    .option('--json', 'print one JSON document')
    .action(({ json }: { json?: boolean }) =>
      withKeys(async (_, database) => {
        if (json) printJson({ database })
        else print(`The schema of ${database} is up to date.`)
      }),
    )
}
