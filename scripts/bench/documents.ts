import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { table } from '../../src/cli/output.js'
import type { DocumentStart, DocumentTimes } from './document-server.js'
import { heading } from './report.js'
import { describeEnvironment } from './results.js'
import { builtModule } from './run.js'
import { compileProgram } from './server-process.js'
import { summarize } from './statistics.js'
import { createWorkplace } from './workplace.js'

// `npm run bench:documents [-- ROUNDS]`: what a document costs at the start, beyond an app without one, and what it costs to
// make the part of it that a key may call. The goals are 300 ms for 80 operations, and 50 ms.
const rounds = Number(process.argv[2] ?? 10)

interface Document {
  paths: Record<string, Record<string, object>>
}

const workplace = createWorkplace(undefined, 'documents')
const program = compileProgram(workplace, 'document-server')
const file = (name: string, content: string) => {
  const path = join(workplace.folder, name)
  writeFileSync(path, content)
  return path
}
const shipped = (specifier: string) => parse(readFileSync(new URL(import.meta.resolve(specifier)), 'utf8')) as Document
const yaml = (document: object) => stringify(document, { aliasDuplicateObjects: false })
const large = JSON.stringify(generate(400, 50))

const starts: Record<string, Pick<DocumentStart, 'document' | 'asking'>> = {
  'no document': { document: undefined, asking: [] },
}
for (const [name, document] of Object.entries({
  'Star Trek, 80 operations': cut(shipped('@readme/oas-examples/3.0/yaml/star-trek.yaml'), 80),
  'Blockfrost, 80 operations': cut(shipped('@blockfrost/openapi/openapi.yaml'), 80),
  'generated, 80 operations': generate(80, 10),
})) {
  const content = yaml(document)
  starts[`${name}, ${kilobytes(content)} of YAML`] = {
    document: file(`${Object.keys(starts).length}.yaml`, content),
    asking: [],
  }
}
const largeName = `generated, 400 operations, ${kilobytes(large)} of JSON`
starts[largeName] = { document: file('large.json', large), asking: [['read'], ['write'], ['read', 'write']] }

const measured = new Map(Object.keys(starts).map((name): [string, DocumentTimes[]] => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, start] of Object.entries(starts))
    measured.get(name)?.push(await run({ module: builtModule, ...start }))
}
workplace.close()

const median = (name: string, value: (times: DocumentTimes) => number) =>
  summarize((measured.get(name) ?? []).map(value)).median
const beyond = (name: string, value: (times: DocumentTimes) => number) =>
  (median(name, value) - median('no document', value)).toFixed(0)
const names = Object.keys(starts).slice(1)
const conditions = `medians of ${rounds} starts`
console.log(`${heading({ ...describeEnvironment(undefined), conditions })}\n`)
console.log(
  await table(
    ['DOCUMENT', 'CPU ms', 'ms'],
    [
      ['no document', median('no document', ({ cpuMs }) => cpuMs), median('no document', (one) => one.listeningMs)].map(
        (cell) => (typeof cell === 'number' ? cell.toFixed(0) : cell),
      ),
      ...names.map((name) => [
        name,
        `+${beyond(name, ({ cpuMs }) => cpuMs)}`,
        `+${beyond(name, ({ listeningMs }) => listeningMs)}`,
      ]),
    ],
    ['CPU ms', 'ms'],
  ),
)
const asked = [
  'for everybody',
  ...(starts[largeName]?.asking ?? []).map((scopes) => `for a key with ${scopes.join(', ')}`),
]
console.log(
  `\n${await table(
    [`ASKED FOR FIRST, OF ${kilobytes(large)}`, 'CPU ms'],
    asked.map((name, index) => [name, median(largeName, ({ askedMs }) => askedMs[index] ?? Number.NaN).toFixed(0)]),
    ['CPU ms'],
  )}`,
)

async function run(start: DocumentStart): Promise<DocumentTimes> {
  const child = workplace.startNode([program, JSON.stringify(start)], undefined, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`A process ended with ${code ?? signal} before it told its times.`)
  })
  const times = (await Promise.race([once(child, 'message'), ended]))[0] as DocumentTimes
  await ended.catch(() => {})
  return times
}

/** A document with the first of its operations only. */
function cut(document: Document, count: number): Document {
  let left = count
  const methods = new Set(['get', 'put', 'post', 'delete', 'patch'])
  const paths = Object.entries(document.paths).flatMap(([path, item]) => {
    const kept = Object.entries(item).filter(([name]) => !methods.has(name) || left-- > 0)
    return kept.some(([name]) => methods.has(name)) ? [[path, Object.fromEntries(kept)]] : []
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** A document of resources with four operations each, and a schema with so many properties. */
function generate(operations: number, properties: number): Document {
  const paths: Document['paths'] = {}
  const schemas: Record<string, object> = {}
  for (let number = 0; number < operations / 4; number++) {
    const name = `Resource${number}`
    const schema = { $ref: `#/components/schemas/${name}` }
    const content = { 'application/json': { schema } }
    const operation = (action: string, scope: string, more: object = {}) => ({
      operationId: `${action}${name}`,
      summary: `What ${action} of ${name} does`,
      tags: [`tag${number % 10}`],
      security: [{ ApiKeyHeader: [] }],
      'x-required-scopes': [scope],
      responses: { '200': { description: 'Done.', content }, '404': { description: 'There is none.' } },
      ...more,
    })
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
    paths[`/resources${number}`] = {
      get: operation('list', 'read'),
      post: operation('create', 'write', { requestBody: { content } }),
    }
    paths[`/resources${number}/{id}`] = {
      get: operation('get', 'read', { parameters: [id] }),
      delete: operation('delete', 'write', { parameters: [id] }),
    }
    schemas[name] = { type: 'object', properties: Object.fromEntries(Array.from({ length: properties }, property)) }
  }
  const info = { title: 'Generated', version: '1' }
  return { openapi: '3.1.0', info, paths, components: { schemas } } as Document

  function property(_: unknown, index: number): [string, object] {
    const description = `What the property ${index} says, in a sentence that is as long as such sentences tend to be in documents.`
    return [
      `property${index}`,
      { type: 'string', description, minLength: 1, maxLength: 100, example: `value ${index}` },
    ]
  }
}

function kilobytes(content: string): string {
  return `${Math.round(Buffer.byteLength(content) / 1000)} kB`
}
