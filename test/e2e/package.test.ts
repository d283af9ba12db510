import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { request } from '../support/http.js'
import { temporaryFolder } from '../support/temporary.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const example = join(root, 'test/embedding/example.ts')

describe('the embedding example', () => {
  it('stands in the README as it is tested here', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    assert.ok(readme.includes(await readFile(example, 'utf8')))
  })

  for (const [version, folder] of [
    ['3', 'koa'],
    ['2', 'koa2'],
  ] as const) {
    it(`compiles and runs with the packed package on Koa ${version}`, async (t) => {
      const project = await createProject(t, folder)
      const installed = JSON.parse(await readFile(join(project, 'node_modules/koa/package.json'), 'utf8'))
      assert.equal(installed.version.split('.')[0], version)
      execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { stdio: 'pipe' })
      const url = await run(t, project)

      const get = (path: string, headers = {}) => request(url + path, { headers })
      assert.equal((await get('/secure')).status, 403)
      assert.equal((await get('/auth/new')).status, 403)
      const key = (await get('/auth/new?name=mine', { 'secret-key': 'TEST_SECRET' })).json()
      for (const answer of [await get('/secure', { 'api-key': key }), await get(`/secure?api-key=${key}`)]) {
        assert.deepEqual([answer.status, answer.json()], [200, { message: 'This is a secure endpoint', key: 'mine' }])
      }
      assert.equal((await get('/docs')).status, 200)
      // What the app routes is what its document shows.
      const { paths } = (await get('/openapi.json')).json()
      assert.ok(paths['/auth/new'] && paths['/secure'])
      assert.equal(paths['/unsecured'], undefined)
    })
  }
})

/** A project that has the package as npm would install it, and this version of Koa. */
async function createProject(t: TestContext, koaFolder: string): Promise<string> {
  const project = await temporaryFolder(t)
  const modules = join(project, 'node_modules')
  await mkdir(modules, { recursive: true })
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ filename }] = JSON.parse(packed)
  execFileSync('tar', ['-xzf', join(project, filename), '-C', modules])
  execFileSync('mv', [join(modules, 'package'), join(modules, 'koa-simple-security')])
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  for (const name of [...Object.keys(dependencies), '@types/node']) await link(name, name)
  await link(koaFolder, 'koa')
  await copyFile(example, join(project, 'example.ts'))
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { strict: true, module: 'NodeNext', target: 'ES2022', types: ['node'], skipLibCheck: false },
      files: ['example.ts'],
    }),
  )
  return project

  async function link(from: string, to: string): Promise<void> {
    await mkdir(dirname(join(modules, to)), { recursive: true })
    await symlink(join(root, 'node_modules', from), join(modules, to))
  }
}

/** Runs the compiled example; its fixed port is replaced by a free one, so that tests can run side by side. */
async function run(t: TestContext, project: string): Promise<string> {
  await writeFile(
    join(project, 'free-port.mjs'),
    `import { Server } from 'node:net'
     const { listen } = Server.prototype
     Server.prototype.listen = function (port) {
       if (port !== 8080) throw new Error('the example must listen on 8080')
       return listen.call(this, 0, '127.0.0.1', () => console.log('port ' + this.address().port))
     }`,
  )
  const child = spawn(process.execPath, ['--import', './free-port.mjs', 'example.js'], {
    cwd: project,
    env: { PATH: process.env.PATH, KOA_SIMPLE_SECURITY_SECRET: 'TEST_SECRET' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  t.after(() => {
    child.kill('SIGKILL')
    return ended
  })
  return new Promise((resolve, reject) => {
    child.once('close', () => reject(new Error('the example ended')))
    child.stdout.on('data', (text: Buffer) => {
      const port = /port (\d+)/.exec(String(text))?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
  })
}
