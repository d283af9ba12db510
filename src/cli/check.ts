import { type Command, InvalidArgumentError } from 'commander'
import type { PolicyReport } from '../http/policy-report.js'
import { createCommand } from './command.js'
import { complain } from './output.js'

interface CheckFlags {
  app?: string
  prefix?: string
  open?: string[]
  strict?: boolean
  json?: boolean
}

const failed = 1

/** @param onFailure told of what cannot be used, before the process ends */
export function checkCommand(onFailure: (error: unknown) => void): Command {
  return createCommand(
    'check',
    'check an OpenAPI document, and list who may call what of it',
    'koa-simple-security check openapi.yaml\nkoa-simple-security check openapi.yaml --app ./app.js --strict',
  )
    .argument('<file>', 'the document, in YAML or JSON')
    .option('--app <module>', 'a module that exports the app or its routers, to compare their routes with the document')
    .option('--prefix <path>', 'the path under which the app or the routers are mounted', readPrefix)
    .option('--open <path>', 'routes below this path need not be in the document; may be repeated', addPath)
    .option('--strict', 'end with 1 where routes and document differ, or a scheme has no handler')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
The module exports a Koa app or a @koa/router, or a list of them, as its default export or as app, router or routers.
It is imported: it runs as far as it does without a request. What it prints goes to standard error, and what it listens
on are free ports of this machine. Its enforce() says which schemes have a handler, and which paths are open.`,
    )
    .action((file: string, flags: CheckFlags) => endAfter(flags.app, onFailure, () => runCheck(file, flags)))
}

function readPrefix(path: string): string {
  if (/^(\/[^/?#]+)+$/.test(path)) return path
  throw new InvalidArgumentError('Use a path such as /v1.')
}

function addPath(path: string, paths: string[] = []): string[] {
  if (!/^\/(.*\/)?$/.test(path)) throw new InvalidArgumentError('Use a path that begins and ends with a slash.')
  return [...paths, path]
}

/** An imported app may have opened what keeps the process going, or fail later on. */
async function endAfter(app: string | undefined, onFailure: (error: unknown) => void, work: () => Promise<void>) {
  if (app === undefined) return work()
  const fail = (error: unknown): never => {
    onFailure(error)
    process.exit()
  }
  process.on('uncaughtException', (error) => fail(new Error(`${app} failed: ${error?.message ?? error}`)))
  await work().catch(fail)
  process.exit()
}

async function runCheck(file: string, { app: module, prefix, open, strict = false, json = false }: CheckFlags) {
  // Before an app is imported, whose own output is not to mix with this.
  const write = process.stdout.write.bind(process.stdout)
  // Loaded here, so that help and mistakes answer without the server's modules.
  const [{ createDocumentReport }, { describePolicy, differencesOf }, { importApp }, { default: widthOf }] =
    await Promise.all([
      import('./document-report.js'),
      import('../http/policy-text.js'),
      import('./app-module.js'),
      import('string-width'),
    ])
  const reportOn = createDocumentReport(file)
  const report = reportOn({ ...(module === undefined ? {} : await importApp(module)), prefix, open })
  const text = json
    ? JSON.stringify({ document: file, ...describeForMachines(report) })
    : describePolicy(report, widthOf)
  await new Promise<void>((resolve) => write(`${text}\n`, () => resolve()))
  if (!strict || differencesOf(report).length === 0) return
  complain(`--strict: ${explainFailure(report, module)}`)
  process.exitCode = failed
}

function explainFailure(report: PolicyReport, module: string | undefined): string {
  const onlyUnhandled = differencesOfRoutes(report) === 0
  if (!onlyUnhandled) return 'the app and its document differ.'
  return module === undefined
    ? 'a scheme needs a handler; --app shows whether the app has it.'
    : 'a scheme needs a handler, and no enforce() that is to be seen in the app has it.'
}

function differencesOfRoutes({ undocumented, unrouted, shadowed, unguarded }: PolicyReport): number {
  return undocumented.length + unrouted.length + shadowed.length + unguarded.length
}

type Named = PolicyReport['unrouted'][number]

function describeForMachines(report: PolicyReport) {
  const named = ({ method, path, operationId }: Named) => ({ method, path, operation_id: operationId })
  return {
    operations: report.operations.map((operation) => ({
      ...named(operation),
      access: operation.access,
      is_open: operation.isOpen,
      is_own: operation.isOwn,
    })),
    is_compared: report.isCompared,
    undocumented: report.undocumented.map(({ method, path, isPattern, answers }) => ({
      method,
      path,
      is_pattern: isPattern,
      answers: answers.map(named),
    })),
    unrouted: report.unrouted.map(named),
    shadowed: report.shadowed.map((operation) => ({
      ...named(operation),
      by: named(operation.by),
      example: operation.example,
    })),
    unguarded: report.unguarded,
    is_enforced: report.isEnforced,
    unhandled: report.unhandled,
  }
}
