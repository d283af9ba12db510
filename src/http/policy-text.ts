import { alignColumns, printable } from '../text-table.js'
import type { PolicyReport, ReportedOperation, UndocumentedRoute } from './policy-report.js'

type Named = Pick<ReportedOperation, 'method' | 'path' | 'operationId'>

/** A part of the report that says what differs, and what that means. */
interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

/** The report for people: a table of the operations, and what differs. */
export function describePolicy(report: PolicyReport, widthOf = (text: string) => text.length): string {
  const theirs = report.operations.filter(({ isOwn }) => !isOwn)
  const rows = theirs.map(({ method, path, operationId, access }) => [method, path, operationId ?? '–', access])
  const head = ['METHOD', 'PATH', 'OPERATION', 'WHO MAY CALL IT']
  const parts = [rows.length === 0 ? 'The document has no operations.' : alignColumns(head, rows, { widthOf })]
  const own = ownWords(report.operations.filter(({ isOwn }) => isOwn))
  if (own !== '') parts.push(own)
  for (const { title, lines } of sectionsOf(report)) {
    if (lines.length > 0) parts.push([`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'))
  }
  parts.push(conclusion(report))
  return parts.join('\n\n')
}

/** One line for each difference, as people are told of it. */
export function differencesOf(report: PolicyReport): string[] {
  return [
    ...report.undocumented.map((route) => `The document lacks ${undocumentedWords(route)}`),
    ...report.unrouted.map((operation) => `No route answers ${nameWords(operation)}`),
    ...report.shadowed.map(shadowedWords),
    ...report.unguarded.map(({ method, path }) => `${method} ${path} comes before enforce(), and is not guarded by it`),
    ...report.unhandled.map((scheme) => `Nothing checks ${unhandledWords(scheme)}`),
  ].map(printable)
}

function sectionsOf({ undocumented, unrouted, shadowed, unguarded, unhandled }: PolicyReport): Section[] {
  const sections = [
    {
      title: `${counted(undocumented, 'route')} that the document lacks`,
      lines: undocumented.map(undocumentedWords),
    },
    { title: `${counted(unrouted, 'operation')} without a route`, lines: unrouted.map(nameWords) },
    {
      title: `${counted(shadowed, 'operation')} whose requests reach the route of another one, which comes first`,
      lines: shadowed.map(shadowedWords),
    },
    {
      title: `${counted(unguarded, 'route')} before enforce() in the app, and not guarded by it`,
      lines: unguarded.map(({ method, path }) => `${method} ${path}`),
    },
    {
      title: `${counted(unhandled, 'scheme')} that nothing checks without a handler`,
      lines: unhandled.map(unhandledWords),
    },
  ]
  return sections.map(({ title, lines }) => ({ title, lines: lines.map(printable) }))
}

function conclusion(report: PolicyReport): string {
  const differences = differencesOf({ ...report, unhandled: [] })
  const compared = report.isCompared ? '' : 'Routes were not compared with the document: no router or app was given.'
  const unseen =
    report.isEnforced === false
      ? 'No enforce() is to be seen in the app: unless it is inside of composed middleware, nothing is enforced.'
      : ''
  const agreed = 'Every route is in the document, and every operation has its route.'
  const sum = differences.length > 0 ? `${counted(differences, 'difference')}.` : report.isCompared ? agreed : ''
  return [unseen, sum, compared].filter((line) => line !== '').join('\n')
}

function undocumentedWords({ method, path, isPattern, answers }: UndocumentedRoute): string {
  const notes = [
    ...(isPattern ? ['a pattern, which may reach more than the document says'] : []),
    ...(answers.length > 0 ? [`answers requests that are let through as ${listed(answers.map(nameWords))}`] : []),
  ]
  return `${method} ${path}${notes.length === 0 ? '' : ` – ${notes.join('; ')}`}`
}

function shadowedWords({ by, example, ...operation }: PolicyReport['shadowed'][number]): string {
  const such = example === operation.path ? '' : ` for ${example}`
  const owner = by.operationId === undefined ? '' : `, which is for ${by.operationId}`
  return `${nameWords(operation)} is answered${such} by the route ${by.path}${owner}`
}

function unhandledWords({ scheme, type, pointer }: PolicyReport['unhandled'][number]): string {
  return `${scheme} (${type}, ${pointer}) needs a handler: schemes.${scheme}`
}

function nameWords({ method, path, operationId }: Named): string {
  return operationId === undefined ? `${method} ${path}` : `${method} ${path} (${operationId})`
}

function counted({ length }: readonly unknown[], noun: string): string {
  return `${length} ${noun}${length === 1 ? '' : 's'}`
}

const maximumListed = 5

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, maximumListed).join(', ')
  return texts.length > maximumListed ? `${shown} and ${texts.length - maximumListed} more` : shown
}

// They are the same for everybody, and would push what people wrote themselves out of the window.
function ownWords(own: readonly ReportedOperation[]): string {
  const byAccess = new Map<string, Set<string>>()
  for (const { path, access } of own) {
    const paths = byAccess.get(access) ?? new Set()
    byAccess.set(access, paths.add(path.replace(/^(\/auth)\/(?!verify$).*$/, '$1/…').replace(/^(\/docs)\/.*$/, '$1')))
  }
  const words = [...byAccess].map(([access, paths]) => `${[...paths].join(', ')} (${access})`)
  return words.length === 0 ? '' : `Beside them, where the app has them: ${words.join('; ')}`
}
