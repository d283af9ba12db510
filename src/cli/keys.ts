import { text as readAll } from 'node:stream/consumers'
import { type Command, Option } from 'commander'
import type { AuditChange } from '../keys/audit.js'
import { auditEventJson, createdKeyJson, keyJson, usageJson } from '../keys/key-json.js'
import type { CreatedKey, KeyDetails, ListKeysInput } from '../keys/keys.js'
import { createCommand } from './command.js'
import { withKeys } from './instance.js'
import { keyLines, keyTable, note, print, printJson, shortDate, table } from './output.js'
import { addMetadata, addScope, readCount, readDate, readDuration } from './values.js'

const referenceHelp = 'the id or the start of the key, or - to read a whole key from standard input'
const failed = 1

interface Json {
  json?: boolean
}

export function keysCommand(): Command {
  const command = createCommand(
    'keys',
    'make, find and change keys in the configured database, beside a running server or without one',
    'koa-simple-security keys list --status active',
  )
  const commands = [create(), list(), show(), revoke(), renew(), rotate(), remove(), usage(), audit()]
  for (const each of commands) command.addCommand(each.option('--json', 'print one JSON document'))
  return command
}

function create(): Command {
  return createCommand(
    'create',
    'make a key, or bring one in, and print it: it cannot be seen again',
    'koa-simple-security keys create --name "reporting job" --scope reports:read --expires 2027-01-31',
  )
    .option('--name <name>', 'a name to find the key by')
    .option('--scope <scope>', 'a scope of the key; may be repeated', addScope)
    .option('--metadata <name=value>', 'a text to keep with the key; may be repeated', addMetadata)
    .option('--expires <date>', 'when the key expires', readDate)
    .option('--never-expires', 'let the key work until it is revoked')
    .option('--key-stdin', 'bring in the key that standard input has, instead of one that is generated')
    .action(async (options: CreateOptions) => {
      const { name, scope: scopes, metadata, expires: expiresAt, neverExpires, keyStdin } = options
      // An argument would be seen in the list of processes and in the history of the shell.
      const key = keyStdin ? await readKey() : undefined
      const created = await withKeys((keys) => keys.create({ name, scopes, metadata, expiresAt, neverExpires, key }))
      printCreated(created, options)
    })
}

interface CreateOptions extends Json {
  name?: string
  scope?: string[]
  metadata?: Record<string, string>
  expires?: Date
  neverExpires?: boolean
  keyStdin?: boolean
}

function list(): Command {
  return createCommand(
    'list',
    'list and find keys',
    'koa-simple-security keys list --unused-since 2026-06-01 --sort name\nkoa-simple-security keys list --all --json',
  )
    .addOption(new Option('--status <status>', 'only keys in this state').choices(['active', 'revoked', 'expired']))
    .option('--name <text>', 'only keys whose name contains this')
    .option('--scope <scope>', 'only keys that were given this scope')
    .option('--unused-since <date>', 'only keys that were not used since', readDate)
    .option('--expires-before <date>', 'only keys that expire before', readDate)
    .addOption(
      new Option('--sort <by>', 'by what to sort; with - in front, the latest or largest first').choices(
        ['created_date', 'name', 'expiration_date', 'latest_query_date'].flatMap((by) => [by, `-${by}`]),
      ),
    )
    .option('--limit <count>', 'how many at most (default: 50)', readCount)
    .option('--cursor <cursor>', 'go on after a page, with the same filters')
    .addOption(new Option('--all', 'list all of them').conflicts(['limit', 'cursor']))
    .action(async ({ json, all, ...input }: ListKeysInput & Json & { all?: boolean }) => {
      const limit = all ? Number.POSITIVE_INFINITY : input.limit
      const page = await withKeys((keys) => keys.list({ ...input, limit }))
      if (json) return printJson({ keys: page.keys.map(keyJson), next_cursor: page.nextCursor })
      if (page.keys.length === 0) return note('There are no such keys.')
      print(await keyTable(page.keys))
      if (page.nextCursor !== undefined) note(`\nThere are more: add --cursor ${page.nextCursor}, or use --all.`)
    })
}

function show(): Command {
  return createCommand('show', 'show a key and its counts', 'koa-simple-security keys show kss_0Exampl3Id00')
    .argument('<reference>', referenceHelp)
    .action(async (given: string, options: Json) => {
      const reference = await readReference(given)
      printKey(await withKeys((keys) => keys.get(reference)), options)
    })
}

function revoke(): Command {
  return createCommand(
    'revoke',
    'revoke a key: servers on the same database refuse it within a second',
    'koa-simple-security keys revoke kss_0Exampl3Id00',
  )
    .argument('<reference>', referenceHelp)
    .action(async (given: string, options: Json) => {
      const reference = await readReference(given)
      printKey(await withKeys((keys) => keys.revoke(reference)), options)
    })
}

function renew(): Command {
  return createCommand(
    'renew',
    'move the expiry of a key, and reactivate it when it was revoked',
    'koa-simple-security keys renew kss_0Exampl3Id00 --expires 2027-01-31',
  )
    .argument('<reference>', referenceHelp)
    .option('--expires <date>', 'when the key expires (default: the configured number of days from now)', readDate)
    .action(async (given: string, { expires: expiresAt, ...options }: Json & { expires?: Date }) => {
      const reference = await readReference(given)
      const renewed = await withKeys((keys) => keys.renew(reference, { expiresAt }))
      if (renewed?.wasRevoked && !options.json) note('This key was revoked and has been reactivated.')
      printKey(renewed?.key, options)
    })
}

function rotate(): Command {
  return createCommand(
    'rotate',
    'give a key a new secret under the same id, and print it: it cannot be seen again',
    'koa-simple-security keys rotate kss_0Exampl3Id00 --overlap 1d',
  )
    .argument('<reference>', referenceHelp)
    .option('--overlap <duration>', 'how long the former secret works, at most 7d (default: not at all)', readDuration)
    .action(async (given: string, { overlap: overlapSeconds, ...options }: Json & { overlap?: number }) => {
      const reference = await readReference(given)
      const rotated = await withKeys((keys) => keys.rotate(reference, { overlapSeconds }))
      if (rotated === undefined) complainAboutUnknown()
      else printCreated(rotated, options)
    })
}

function remove(): Command {
  return createCommand(
    'delete',
    'delete a key and its usage, without asking; its audit trail stays',
    'koa-simple-security keys delete kss_0Exampl3Id00',
  )
    .argument('<reference>', referenceHelp)
    .action(async (given: string, { json }: Json) => {
      const reference = await readReference(given)
      if (!(await withKeys((keys) => keys.delete(reference)))) complainAboutUnknown()
      else if (json) printJson({ deleted: true })
      else print('Deleted.')
    })
}

function usage(): Command {
  return createCommand(
    'usage',
    'show how often a key was used in each hour or day of UTC',
    'koa-simple-security keys usage kss_0Exampl3Id00 --interval day --from 2026-06-01',
  )
    .argument('<reference>', referenceHelp)
    .option('--from <date>', 'the first interval is the one with this time', readDate)
    .option('--to <date>', 'the last interval is the one before or around this time (default: now)', readDate)
    .addOption(new Option('--interval <interval>', 'how long each is').choices(['hour', 'day']).default('hour'))
    .action(async (given: string, { json, ...range }: Json & { interval: 'hour' | 'day'; from?: Date; to?: Date }) => {
      const reference = await readReference(given)
      const found = await withKeys((keys) => keys.usage(reference, range))
      if (found === undefined) return complainAboutUnknown()
      if (json) return printJson(usageJson(found))
      const rows = found.points.map(({ start, queries }) => [shortDate(start), String(queries)])
      print(await table(['START', 'QUERIES'], rows, ['QUERIES']))
    })
}

function audit(): Command {
  return createCommand(
    'audit',
    'show who changed what, the newest first, also of keys that were deleted, and refused admin secrets',
    'koa-simple-security keys audit --key-id 0Exampl3Id00',
  )
    .option('--key-id <id>', 'only changes of the key with this id')
    .option('--limit <count>', 'how many at most (default: 50)', readCount)
    .option('--cursor <cursor>', 'go on after a page, with the same filter')
    .action(async ({ json, ...input }: Json & { keyId?: string; limit?: number; cursor?: string }) => {
      const page = await withKeys((keys) => keys.audit(input))
      if (json) return printJson({ events: page.events.map(auditEventJson), next_cursor: page.nextCursor })
      if (page.events.length === 0) return note('There are no such events.')
      const rows = page.events.map(({ date, action, keyId, via, address, changes }) => [
        shortDate(date),
        action,
        keyId ?? '–',
        address === undefined ? via : `${via} ${address}`,
        changes.filter(isTelling).map(describeChange).join(', '),
      ])
      print(await table(['DATE', 'ACTION', 'KEY', 'VIA', 'CHANGES'], rows))
      if (page.nextCursor !== undefined) note(`\nThere are more: add --cursor ${page.nextCursor}.`)
    })
}

// That a new key has no scopes, no metadata and an end goes without saying.
function isTelling({ from, to }: AuditChange): boolean {
  return from !== undefined || !['[]', '{}', 'false'].includes(JSON.stringify(to))
}

function describeChange({ member, from, to }: AuditChange): string {
  if (from === undefined) return `${member} ${JSON.stringify(to)}`
  return to === undefined
    ? `${member} was ${JSON.stringify(from)}`
    : `${member} ${JSON.stringify(from)} → ${JSON.stringify(to)}`
}

function printCreated(created: CreatedKey, { json }: Json): void {
  if (json) {
    printJson(createdKeyJson(created))
    return
  }
  print(`${keyLines(created)}\n\n${'key'.padEnd(11)}${created.key}`)
  note('           (shown this once: only its digest is stored)')
}

function printKey(key: KeyDetails | undefined, { json }: Json): void {
  if (key === undefined) complainAboutUnknown()
  else if (json) printJson(keyJson(key))
  else print(keyLines(key))
}

function complainAboutUnknown(): void {
  note('koa-simple-security: There is no such API key.')
  process.exitCode = failed
}

async function readReference(given: string): Promise<string> {
  return given === '-' ? readKey() : given
}

async function readKey(): Promise<string> {
  return (await readAll(process.stdin)).trim()
}
