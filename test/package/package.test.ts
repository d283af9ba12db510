import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { table } from '../../src/cli/output.js'
import { type Answer, request } from '../support/http.js'
import { runProgram, runServer, waitForOutput } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { createProject, type ProjectKind, projectKinds } from './projects.js'
import { installNodes, installPackage, type PackedPackage, pack, pinnedNodes } from './workplace.js'

const secret = 'TEST_SECRET'
const koaMajors = ['3', '2'] as const
const commandLine = 'command line'

/** A row of the table that is printed at the end. */
interface Trial {
  node: string
  project: string
  koa: string
  run: string
  result: string
}

const trials: Trial[] = []
const ends: (() => unknown)[] = []
let folder: string
let packed: PackedPackage
let pathOfNode: ReadonlyMap<string, string>
const koaVersions = new Map<string, string>()

const installedWith = (koa: string) => join(folder, `koa-${koa}`)

before(async () => {
  folder = await temporaryFolder({ after: (end) => ends.push(end) })
  packed = await pack(folder)
  const { tarball } = packed
  const install = async (koa: string) =>
    koaVersions.set(koa, await installPackage(installedWith(koa), { tarball, koa }))
  const [paths] = await Promise.all([installNodes(join(folder, 'nodes')), ...koaMajors.map(install)])
  pathOfNode = paths
  // What runs says which Node it is run by.
  await writeFile(join(folder, 'version.mjs'), 'console.error("Node " + process.versions.node)')
})

after(async () => {
  const head = ['NODE', 'KOA', 'PROJECT', 'WHAT WAS RUN', 'RESULT']
  const rows = trials.map(({ node, koa, project, run, result }) => [node, koa, project, run, result])
  console.log(await table(head, rows.sort(byNodeAndKoa)))
  for (const end of ends) await end()
})

describe('what is packed', () => {
  const ours = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'openapi.yaml']
  const maximumUnpacked = 3_000_000

  it('holds no file of the development', () => {
    assert.ok(packed.files.length > 100)
    const others = packed.files.filter(
      (path) =>
        !(ours.includes(path) || /^dist\/(src|generated)\//.test(path)) ||
        /\.test\.|(?<!\.d)\.ts$|\.map$|\.db|\.env|\.log$|\.pem$|\.tgz$/.test(path),
    )
    assert.deepEqual(others, [])
  })

  it(`has less than ${maximumUnpacked} bytes`, (t) => {
    t.diagnostic(`${packed.unpackedSize} bytes in ${packed.files.length} files`)
    assert.ok(packed.unpackedSize < maximumUnpacked, `${packed.unpackedSize} bytes`)
  })
})

describe('what is installed', () => {
  for (const koa of koaMajors) {
    it(`runs no script but that of sqlite3, and reports nothing to anybody, with Koa ${koa}`, () => {
      const installed = installedPackages(installedWith(koa))
      const names = installed.map(({ name }) => name)
      for (const name of ['koa-simple-security', 'koa', 'sqlite3']) assert.ok(names.includes(name), name)
      assert.deepEqual(
        installed.filter(({ runsScript }) => runsScript).map(({ name }) => name),
        ['sqlite3'],
      )
      assert.deepEqual(
        names.filter((name) => /scarf|telemetry|analytics|^swagger-ui/.test(name)),
        [],
      )
    })
  }
})

describe('the package works', { concurrency: koaMajors.length }, () => {
  for (const koa of koaMajors) {
    describe(`with Koa ${koa}`, { concurrency: 1 }, () => {
      for (const kind of projectKinds) {
        describe(kind.name, { concurrency: 1 }, () => {
          let project: Promise<string> | undefined
          for (const { version } of pinnedNodes) {
            it(`on Node ${version}`, async (t) => {
              await attempt({ node: version, project: kind.name, koa, run: 'the example of the README' }, async () => {
                project ??= makeProject(koa, kind)
                await tryExample(t, await project, version)
              })
            })
          }
        })
      }
      describe(commandLine, { concurrency: 1 }, () => {
        for (const { version } of pinnedNodes) {
          it(`on Node ${version}`, async (t) => {
            const run = 'npx koa-simple-security: --help, keys create, serve'
            await attempt({ node: version, project: commandLine, koa, run }, () => tryCommandLine(t, koa, version))
          })
        }
      })
    })
  }
})

it('everything was tried', () => {
  const expected = koaMajors.length * pinnedNodes.length * (projectKinds.length + 1)
  assert.equal(trials.length, expected)
})

/** Enters the trial into the table, whatever comes of it. */
async function attempt(trial: Omit<Trial, 'result'>, make: () => Promise<void>): Promise<void> {
  const koa = koaVersions.get(trial.koa) ?? trial.koa
  try {
    assert.equal(koa.split('.')[0], trial.koa)
    await make()
    trials.push({ ...trial, koa, result: 'works' })
  } catch (error) {
    trials.push({ ...trial, koa, result: `FAILS: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 120)}` })
    throw error
  }
}

function byNodeAndKoa(one: string[], other: string[]): number {
  const [first, second] = [one, other].map((row) => row.slice(0, 2).join(' '))
  return String(first).localeCompare(String(second), 'en', { numeric: true })
}

async function makeProject(koa: string, kind: ProjectKind): Promise<string> {
  const project = join(installedWith(koa), `project-${projectKinds.indexOf(kind)}`)
  await createProject(project, kind)
  // The port that the example has is replaced by a free one, so that tests can run side by side.
  await writeFile(
    join(project, 'free-port.mjs'),
    `import { Server } from 'node:net'
     const { listen } = Server.prototype
     Server.prototype.listen = function (port) {
       if (port !== 8080) throw new Error('the example must listen on 8080')
       return listen.call(this, 0, '127.0.0.1', () => console.log('port ' + this.address().port + ';'))
     }`,
  )
  return project
}

async function tryExample(t: TestContext, project: string, node: string): Promise<void> {
  const env = { ...environmentOf(node), KOA_SIMPLE_SECURITY_SECRET: secret }
  const program = runProgram(t, [], env, project, { command: ['node', '--import', './free-port.mjs', 'app.js'] })
  const url = `http://127.0.0.1:${await waitForOutput(program, /port (\d+);/)}`
  const get = (path: string, headers = {}) => request(url + path, { headers })

  assert.equal((await get('/secure')).status, 403)
  assert.equal((await get('/auth/new')).status, 403)
  const key = (await onceReady(() => get('/auth/new?name=mine', { 'secret-key': secret }))).json()
  for (const answer of [await get('/secure', { 'api-key': key }), await get(`/secure?api-key=${key}`)]) {
    assert.deepEqual([answer.status, answer.json()], [200, { message: 'This is a secure endpoint', key: 'mine' }])
  }
  const page = await get('/docs')
  assert.equal(page.status, 200)
  const linked = [...page.text.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, path]) => path)
  assert.ok(linked.length > 3, linked.join())
  for (const path of linked) assert.deepEqual([path, (await get(`/${path}`)).status], [path, 200])
  // What the app routes is what its document shows.
  const { paths } = (await get('/openapi.json')).json()
  assert.ok(paths['/auth/new'] && paths['/secure'])
  assert.equal(paths['/unsecured'], undefined)
  assertRunBy(node, program.output().stderr)
}

/** Asks again as the answer says, while a busy machine opens its new database. */
async function onceReady(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask()
    if (answer.status !== 503) {
      assert.equal(answer.status, 200, answer.text)
      return answer
    }
    await sleep(Number(answer.headers['retry-after']) * 1000)
  }
}

async function tryCommandLine(t: TestContext, koa: string, node: string): Promise<void> {
  const place = join(installedWith(koa), `command-line-${node}`)
  await mkdir(place)
  const npx = ['npx', '--no-install', 'koa-simple-security']
  const env = { ...environmentOf(node), npm_config_update_notifier: 'false' }
  const run = async (args: string[]) => {
    const program = runProgram(t, args, env, place, { command: npx })
    const code = await program.ended
    const { stdout, stderr } = program.output()
    assert.equal(code, 0, stderr)
    assertRunBy(node, stderr)
    return stdout
  }
  assert.match(await run(['--help']), /^Usage: koa-simple-security /)
  const { key } = JSON.parse(await run(['keys', 'create', '--name', 'mine', '--json']))

  const server = await runServer(t, { ...env, KOA_SIMPLE_SECURITY_SECRET: secret }, place, {
    command: npx,
    ownGroup: true,
  })
  try {
    assert.equal((await request(`${server.url}/secure`)).status, 403)
    assert.equal((await request(`${server.url}/secure`, { headers: { 'api-key': key } })).status, 200)
    const { logs } = (await request(`${server.url}/auth/logs`, { headers: { 'secret-key': secret } })).json()
    assert.deepEqual(
      logs.map(({ name, total_queries }: Record<string, unknown>) => [name, total_queries]),
      [['mine', 1]],
    )
  } finally {
    // npx and what it started, as a terminal does.
    process.kill(-Number(server.process.pid), 'SIGTERM')
    await server.ended
  }
  assertRunBy(node, server.output().stderr)
}

function environmentOf(node: string): Record<string, string> {
  const path = pathOfNode.get(node)
  if (path === undefined) throw new Error(`Node ${node} is not installed`)
  return { PATH: path, NODE_OPTIONS: `--import=${join(folder, 'version.mjs')}` }
}

function assertRunBy(node: string, stderr: string): void {
  const versions = new Set([...stderr.matchAll(/^Node ([\d.]+)$/gm)].map(([, version]) => version))
  assert.deepEqual([...versions], [node], stderr)
}

/** Every package below a folder, and whether something of it runs when it is installed. */
function installedPackages(project: string): { name: string; runsScript: boolean }[] {
  return readdirSync(join(project, 'node_modules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|\/node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
    .map((path) => {
      const file = join(project, 'node_modules', path)
      const { name, scripts = {} } = JSON.parse(readFileSync(file, 'utf8'))
      const declared = ['preinstall', 'install', 'postinstall'].some((script) => script in scripts)
      // npm compiles what has this file, without a script.
      return { name, runsScript: declared || existsSync(join(dirname(file), 'binding.gyp')) }
    })
}
