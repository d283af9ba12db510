import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  type LockedPackage,
  type Lockfile,
  nameOf,
  productionTree,
} from '../../scripts/supply-chain/production-tree.js'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile
const installed = [...productionTree(lock)]
const publicRegistry = 'https://registry.npmjs.org/'
const withInstallScript = ['sqlite3']
/** None of these asks more of a user than to keep its text. PSF-2.0 is that of argparse, which js-yaml needs. */
const permissive = new Set([
  ...['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'PSF-2.0'],
])

type Locked = readonly [path: string, locked: LockedPackage]

function named([path, { version, license }]: Locked): string {
  return `${nameOf(path)} ${version}, ${license ?? 'without a licence'}`
}

/** Whether one of the licences to choose from is permissive. What joins licences by AND is not looked into. */
function isPermissive(license = ''): boolean {
  return license
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => permissive.has(one))
}

test('every package that users install is pinned by its content, permissively licensed, and runs nothing when it is installed', async () => {
  assert.ok(installed.length > 100, `only ${installed.length} packages were found`)
  await attempt('supply chain', [
    ...installed.map(
      (one) =>
        [
          named(one),
          () => {
            const [path, { license, hasInstallScript = false }] = one
            assert.ok(isPermissive(license), 'its licence is not among those that are allowed')
            assert.equal(hasInstallScript, withInstallScript.includes(nameOf(path)), 'an install script')
          },
        ] as const,
    ),
    // Development dependencies run on the machine that publishes.
    ...Object.entries(lock.packages)
      .filter(([path]) => path !== '')
      .map(
        (one) =>
          [
            named(one),
            () => {
              const { integrity, resolved = publicRegistry } = one[1]
              assert.match(integrity ?? '', /^sha512-[\w+/]{86}==$/)
              assert.ok(resolved.startsWith(publicRegistry), `it comes from ${resolved}`)
            },
          ] as const,
      ),
  ])
})

test('the walk through the lockfile finds what npm marks as production', () => {
  const marked = Object.entries(lock.packages).filter(([path, one]) => path !== '' && !(one as { dev?: true }).dev)
  assert.deepEqual(installed.map(([path]) => path).sort(), marked.map(([path]) => path).sort())
})

test('the bill of materials has everything that users receive, and nothing else', async (t) => {
  const file = join(await temporaryFolder(t), 'sbom.json')
  execFileSync('npm', ['run', 'sbom', '--', file], { cwd: root })
  const { bomFormat, metadata, components } = JSON.parse(readFileSync(file, 'utf8'))
  const swaggerUi = lock.packages['node_modules/swagger-ui-dist']
  const expected = [
    ...installed.map(([path, { version }]) => `${nameOf(path)}@${version}`),
    `swagger-ui-dist@${swaggerUi?.version}`,
  ]
  await attempt('supply chain', [
    ['its format', () => assert.equal(bomFormat, 'CycloneDX')],
    ['its subject', () => assert.equal(metadata.component.name, 'koa-simple-security')],
    [
      'its packages',
      () =>
        assert.deepEqual(
          components.map(({ name, version }: Record<string, string>) => `${name}@${version}`).sort(),
          expected.sort(),
        ),
    ],
    ['their digests', () => assert.ok(components.every(({ hashes }: { hashes?: unknown[] }) => hashes?.length === 1))],
    [
      'their licences',
      () => assert.ok(components.every(({ licenses }: { licenses?: unknown[] }) => licenses?.length === 1)),
    ],
  ])
})

test('the page of dependencies speaks of those that are there, in the versions that were looked at', async () => {
  const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
  const rows = new Map([...page.matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)].map(([, name, version]) => [name, version]))
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta } = lock.packages[''] ?? {}
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta?.[name]?.optional !== true)
  const direct = [...Object.keys(dependencies), ...peers]
  await attempt('supply chain', [
    ['its rows', () => assert.deepEqual([...rows.keys()].sort(), direct.sort())],
    ...direct.map(
      (name) => [name, () => assert.equal(rows.get(name), lock.packages[`node_modules/${name}`]?.version)] as const,
    ),
    ['its count', () => assert.match(page, new RegExp(`\\b${installed.length} packages\\b`))],
  ])
})

// Told of, not stopped: what would go out says where it would go.
const watch = `
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
for (const [object, name] of [[net.Socket.prototype, 'connect'], [dgram.Socket.prototype, 'send'], [dns, 'lookup']]) {
  const original = object[name]
  object[name] = function (...given) {
    process.stderr.write('goes out: ' + name + ' ' + JSON.stringify(given[0]) + '\\n')
    return original.apply(this, given)
  }
}
process.stderr.write('watched\\n')
`

test('a server connects to nothing', async (t) => {
  const folder = await temporaryFolder(t)
  const hook = join(folder, 'watch.mjs')
  await writeFile(hook, watch)
  const { url, output } = await runServer(
    t,
    { KOA_SIMPLE_SECURITY_SECRET: 'secret', NODE_OPTIONS: `--import=${hook}` },
    folder,
  )
  const headers = { 'secret-key': 'secret' }
  const key = (await request(`${url}/auth/new`, { headers })).json()
  for (const path of ['/docs', '/docs/page.js', '/openapi.json', '/auth/keys', '/auth/audit', '/health/ready']) {
    assert.equal((await request(url + path, { headers })).status, 200, path)
  }
  assert.equal((await request(`${url}/secure`, { headers: { 'api-key': key } })).status, 200)
  await attempt('supply chain', [
    ['is it watched', () => assert.match(output().stderr, /^watched$/m)],
    // The name of the address to listen on is looked up by Node, without a question to anybody.
    [
      'a connection, a datagram, a name',
      () =>
        assert.deepEqual(
          output()
            .stderr.split('\n')
            .filter((line) => line.startsWith('goes out') && !line.includes('lookup "127.0.0.1"')),
          [],
        ),
    ],
  ])
})
