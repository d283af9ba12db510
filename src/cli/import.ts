import { Option } from 'commander'
import type { ImportResult } from '../import/import-file.js'
import { createCommand } from './command.js'
import { complain, print, printJson, startProgress, table } from './output.js'

interface ImportFlags {
  dryRun?: boolean
  removePlaintext?: boolean
  json?: boolean
}

const failed = 1
const maximumShown = 20

export function importCommand() {
  return createCommand(
    'import',
    'take over the keys of a database of fastapi_simple_security',
    'koa-simple-security import sqlite.db --dry-run\nkoa-simple-security import sqlite.db --remove-plaintext',
  )
    .argument('<file>', 'its SQLite file; it may be in use, and may be the configured database itself')
    .option('--dry-run', 'show what would happen, and change nothing')
    .addOption(
      new Option(
        '--remove-plaintext',
        "afterwards, if every row was taken over, empty the original's table, where the keys stand in clear",
      ).conflicts('dryRun'),
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Keys keep working, with their names, expiry, state and counts. Keys that are there already are passed over, so it may be
run again. Rows that cannot be taken over are listed by their rowid; the exit code is then 1.`,
    )
    .action(runImport)
}

async function runImport(file: string, { dryRun = false, removePlaintext = false, json = false }: ImportFlags) {
  // Loaded here, so that help and mistakes answer without the database's modules.
  const [{ readConfig }, { importFile }] = await Promise.all([
    import('../config.js'),
    import('../import/import-file.js'),
  ])
  const config = readConfig({ env: process.env })
  const progress = startProgress('Reading')
  const onProgress = (done: number, total: number) => progress?.show(`${done} of ${total} rows`)
  const answer = await importFile(file, config, { dryRun, removePlaintext, onProgress }).finally(() => progress?.stop())
  if (!answer.ok) {
    complain(answer.problem)
    process.exitCode = failed
    return
  }
  const { result } = answer
  if (json) printJson(describeForMachines(result, dryRun))
  else print(await describeForPeople(result, { dryRun, removePlaintext }))
  if (result.remains !== undefined) {
    complain(
      `The table is empty, but parts of the file that are free may still hold keys: it could not be written anew, since ${result.remains}. Run VACUUM on it when nobody uses it.`,
    )
  }
  if (result.failed.length > 0) process.exitCode = failed
}

function describeForMachines({ takenOver, alreadyThere, failed, plaintextRemoved }: ImportResult, dryRun: boolean) {
  return {
    taken_over: takenOver,
    already_there: alreadyThere,
    failed,
    dry_run: dryRun,
    plaintext_removed: plaintextRemoved,
  }
}

async function describeForPeople(
  { takenOver, alreadyThere, failed, plaintextRemoved }: ImportResult,
  { dryRun, removePlaintext }: { dryRun: boolean; removePlaintext: boolean },
): Promise<string> {
  const lines = [
    ...(dryRun ? ['Dry run: nothing was changed.'] : []),
    `${dryRun ? 'To take over' : 'Taken over'}: ${takenOver}`,
    `Already there: ${alreadyThere}`,
    `Failed: ${failed.length}`,
  ]
  if (failed.length > 0) {
    const shown = failed.slice(0, maximumShown).map(({ row, reason }) => [String(row), reason])
    lines.push('', await table(['ROW', 'REASON'], shown, ['ROW']))
  }
  if (failed.length > maximumShown) lines.push(`… and ${failed.length - maximumShown} more`)
  if (plaintextRemoved) lines.push("The original's table is empty now.")
  else if (removePlaintext) lines.push("The original's table was left as it is, since not every row was taken over.")
  return lines.join('\n')
}
