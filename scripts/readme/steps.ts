import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOriginal, query, rows } from '../../test/import/original.js'
import { freePort } from '../../test/support/free-port.js'
import { request } from '../../test/support/http.js'
import type { Workplace } from '../bench/workplace.js'
import { runCommands, startCommands } from './newcomer.js'

/** Where a newcomer works. */
export interface Places {
  workplace: Workplace
  /** A fresh clone. */
  clone: string
  /** A project of the newcomer's, with the package installed from the second step on. */
  project: string
}

export interface Step {
  /** How the block begins that this step reads. */
  begins: string
  /** Of the pages that have the block. */
  pages: readonly string[]
  /** Does what the block says. @returns what was seen, in a line */
  run(text: string, places: Places): Promise<string>
}

const readme = ['README.md']
const migration = ['docs/migration.md']
const listening = /address\s+http\S+\n[\s\S]*database.*\n/
const secret = 'a-secret-of-the-newcomer'

export const steps: readonly Step[] = [
  { begins: 'npm ci && npm start', pages: readme, run: tryIt },
  { begins: 'koa-simple-security is listening', pages: readme, run: compareGreeting },
  { begins: 'npm install koa-simple-security', pages: readme, run: install },
  { begins: "import Router from '@koa/router'", pages: readme, run: runExample },
  { begins: "const security = simpleSecurity({ document: './openapi.yaml' })", pages: readme, run: runDocument },
  { begins: 'KOA_SIMPLE_SECURITY_SECRET=…', pages: readme, run: runProduction },
  { begins: 'npx koa-simple-security keys create', pages: readme, run: runKeys },
  { begins: 'KEY ', pages: readme, run: compareTable },
  { begins: 'npx koa-simple-security serve --workers auto', pages: readme, run: runWorkers },
  { begins: 'npx koa-simple-security import sqlite.db --dry-run', pages: [...readme, ...migration], run: importKeys },
  { begins: 'npx koa-simple-security import sqlite.db', pages: migration, run: importKeys },
  { begins: 'FASTAPI_SIMPLE_SECURITY_SECRET=… npx', pages: migration, run: serveOriginal },
  { begins: 'npx koa-simple-security import sqlite.db --remove-plaintext', pages: migration, run: importKeys },
  { begins: 'npm ci && npm test', pages: readme, run: isInGate },
]

let greeting = ''

async function tryIt(text: string, { workplace, clone }: Places): Promise<string> {
  const server = await startCommands(workplace, text, clone, { PORT: String(await freePort()) }, listening)
  greeting = server.printed().slice(server.printed().indexOf('koa-simple-security is listening'))
  const [, url = ''] = /address\s+(\S+)/.exec(greeting) ?? []
  const [, admin = ''] = /secret\s+(\S+)/.exec(greeting) ?? []
  assert.equal((await request(`${url}/docs`)).status, 200)
  const { status, json } = await request(`${url}/auth/new?name=mine`, { headers: { 'secret-key': admin } })
  assert.equal(status, 200)
  await assertGuarded(`${url}/secure`, json() as string)
  await server.stop()
  return 'installed, started, made a key, used it by header and query, stopped'
}

/** The same lines with the same words; addresses, paths and secrets are the newcomer's own. */
async function compareGreeting(text: string): Promise<string> {
  const shape = (lines: string) =>
    lines
      .trim()
      .split('\n')
      .map((line) => line.replace(/^( +(?:address|docs|database|secret) +)\S.*$/, '$1…').trimEnd())
  assert.deepEqual(shape(greeting).slice(0, shape(text).length), shape(text))
  return 'what it printed reads as printed here'
}

/** From the file that would be published, since what is published is older. */
async function install(text: string, { clone, project }: Places): Promise<string> {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'newcomer', private: true, type: 'module' }))
  const packed = runCommands('npm pack --ignore-scripts --silent', clone).trim().split('\n').at(-1) ?? ''
  runCommands(text.replace(' koa-simple-security ', ` ${join(clone, packed)} `), project)
  return `installed ${packed} into an empty project`
}

async function runExample(text: string, places: Places): Promise<string> {
  const port = await freePort()
  // It has no type in it, and so is JavaScript too.
  const server = await startProgram(places, text.replace('app.listen(8080)', listenOn(port)), {
    KOA_SIMPLE_SECURITY_SECRET: secret,
  })
  const url = `http://127.0.0.1:${port}`
  await assertGuarded(`${url}/secure`, await newKey(url))
  assert.equal((await request(`${url}/docs`)).status, 200)
  await server.stop()
  return 'ran as printed, on a free port: guarded, docs there'
}

/** With what the text before it says, and the document of the example that it points to. */
async function runDocument(text: string, places: Places): Promise<string> {
  const port = await freePort()
  cpSync(join(places.clone, 'examples/bookshop/openapi.yaml'), join(places.project, 'openapi.yaml'))
  const program = [
    "import Koa from 'koa'",
    "import { simpleSecurity } from 'koa-simple-security'",
    'const app = new Koa()',
    text,
    listenOn(port),
  ].join('\n')
  const server = await startProgram(places, program, { KOA_SIMPLE_SECURITY_SECRET: secret })
  const url = `http://127.0.0.1:${port}`
  const { paths } = (await request(`${url}/openapi.json`)).json()
  assert.ok(Object.keys(paths).some((path) => path.startsWith('/auth/')))
  assert.equal((await request(`${url}/not-in-the-document`)).status, 404)
  await server.stop()
  return 'ran as printed: the document and the administration are served, what is not in it is refused'
}

async function runProduction(text: string, places: Places): Promise<string> {
  const values: Record<string, string> = {
    SECRET: secret,
    DATABASE_URL: `sqlite:${join(places.project, 'production.db')}`,
  }
  const variables = [...text.matchAll(/^KOA_SIMPLE_SECURITY_(\w+)=(\S+)/gm)].map(([, name = '', value = '']) => [
    `KOA_SIMPLE_SECURITY_${name}`,
    values[name] ?? value,
  ])
  const server = await serve('npx koa-simple-security serve', places, Object.fromEntries(variables))
  const document = JSON.stringify((await request(`${server.url}/openapi.json`)).json())
  assert.ok(!document.includes('/auth/new'))
  const key = await newKey(server.url)
  assert.equal((await request(`${server.url}/secure`, { headers: { 'api-key': key } })).status, 200)
  assert.equal((await request(`${server.url}/secure?api-key=${key}`)).status, 403)
  await server.stop()
  return `${variables.length} variables, each with its effect`
}

async function runKeys(text: string, { project }: Places): Promise<string> {
  const [create = '', list = '', rotate = ''] = text.split('\n')
  const made = runCommands(create, project)
  const [start = ''] = /kss_[0-9A-Za-z]{12}/.exec(made) ?? []
  assert.ok(start)
  runCommands(list, project)
  assert.match(runCommands(rotate.replace(/kss_\w+/, start), project), /kss_/)
  return 'made, listed and rotated a key; the id in the last command was that of the key'
}

/** The columns are those of the command; the values are samples. */
async function compareTable(text: string, { project }: Places): Promise<string> {
  const columnsOf = (table: string) => (table.trim().split('\n', 1)[0] ?? '').split(/ {2,}/)
  assert.deepEqual(columnsOf(runCommands('npx koa-simple-security keys list', project)), columnsOf(text))
  return `the list has these ${columnsOf(text).length} columns`
}

async function runWorkers(text: string, places: Places): Promise<string> {
  const server = await serve(text, places, { KOA_SIMPLE_SECURITY_SECRET: secret })
  await assertGuarded(`${server.url}/secure`, await newKey(server.url))
  await server.stop()
  return 'served, guarded, stopped'
}

async function importKeys(text: string, { project }: Places): Promise<string> {
  // Where the project is, since npx looks for the package there.
  const file = join(project, 'original/sqlite.db')
  mkdirSync(join(project, 'original'))
  await makeOriginal(file, rows(3))
  const own = { KOA_SIMPLE_SECURITY_DB_LOCATION: file }
  runCommands(text.replaceAll('sqlite.db', 'original/sqlite.db'), project, own)
  const { keys } = JSON.parse(runCommands('npx koa-simple-security keys list --json', project, own))
  const [remaining] = await query<{ count: number }>(file, 'SELECT count(*) AS count FROM fastapi_simple_security')
  const last = text.split('\n').at(-1) ?? ''
  assert.equal(keys.length, last.includes('--dry-run') ? 0 : 3)
  assert.equal(remaining?.count, last.includes('--remove-plaintext') ? 0 : 3)
  rmSync(join(project, 'original'), { recursive: true })
  return `of three keys of the original, ${keys.length} were taken over and ${remaining?.count} are left there`
}

async function serveOriginal(text: string, places: Places): Promise<string> {
  const server = await serve(text.replace('=…', `=${secret}`), places, {})
  await assertGuarded(`${server.url}/secure`, await newKey(server.url))
  await server.stop()
  return 'served with the secret of the variable of the original'
}

/** It takes minutes, and is what the gate ends with. */
async function isInGate(text: string, { clone }: Places): Promise<string> {
  const gate = readFileSync(join(clone, '.ci/run'), 'utf8').trimEnd().split('\n')
  for (const command of text.split(' && ')) assert.ok(gate.includes(command), `${command} is no line of .ci/run`)
  assert.equal(gate.at(-1), 'npm test')
  return 'not run here: .ci/run does, as its last command'
}

async function serve(text: string, { workplace, project }: Places, own: Record<string, string>) {
  const server = await startCommands(workplace, text, project, { PORT: String(await freePort()), ...own }, listening)
  const [, url = ''] = /address\s+(\S+)/.exec(server.printed()) ?? []
  return { ...server, url }
}

function startProgram({ workplace, project }: Places, text: string, own: Record<string, string>) {
  writeFileSync(join(project, 'app.js'), `${text}\n`)
  return startCommands(workplace, 'exec node app.js', project, own, /ready/)
}

function listenOn(port: number): string {
  return `app.listen(${port}, '127.0.0.1', () => console.log('ready'))`
}

async function newKey(url: string): Promise<string> {
  const { status, json } = await request(`${url}/auth/new`, { headers: { 'secret-key': secret } })
  assert.equal(status, 200)
  return json() as string
}

async function assertGuarded(url: string, key: string): Promise<void> {
  assert.equal((await request(url)).status, 403)
  assert.equal((await request(url, { headers: { 'api-key': key } })).status, 200)
  assert.equal((await request(`${url}?api-key=${key}`)).status, 200)
}
