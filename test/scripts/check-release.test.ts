import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../support/temporary.js'

const script = fileURLToPath(new URL('../../scripts/check-release.ts', import.meta.url))
const released = '# Changelog\n\n## 1.2.0 – 2026-11-26\n\n- Something.\n'
const manifest = {
  version: '1.2.0',
  homepage: 'https://example.com/keys#readme',
  repository: { type: 'git', url: 'git+https://example.com/our/keys.git' },
  bugs: { url: 'https://example.com/our/keys/issues' },
}

interface Release {
  manifest?: object
  changelog?: string
  env?: NodeJS.ProcessEnv
}

describe('the check before a release', () => {
  it('lets one pass that has everything', async (t) => {
    for (const env of [
      {},
      { GITHUB_SERVER_URL: 'https://example.com', GITHUB_REPOSITORY: 'our/keys' },
      { CI_PROJECT_URL: 'https://example.com/our/keys' },
    ]) {
      assert.deepEqual(await check(t, { env }), { status: 0, faults: [] })
    }
    const short = { repository: 'https://example.com/our/keys', bugs: 'https://example.com/our/keys/issues' }
    assert.deepEqual(await check(t, { manifest: { ...manifest, ...short } }), { status: 0, faults: [] })
  })

  for (const [what, release, expected] of [
    ['no addresses', { manifest: { version: '1.2.0' } }, [/^"repository" must have/, /^"homepage"/, /^"bugs"/]],
    [
      'a repository without an address',
      { manifest: { ...manifest, repository: { type: 'git' } } },
      [/^"repository" must/],
    ],
    ['an address without TLS', { manifest: { ...manifest, homepage: 'http://example.com' } }, [/^"homepage"/]],
    [
      'a workflow of another repository',
      { env: { GITHUB_SERVER_URL: 'https://example.com', GITHUB_REPOSITORY: 'their/keys' } },
      [/^"repository" is https:\/\/example\.com\/our\/keys, but .*their\/keys/],
    ],
    ['a version that is still open', { changelog: '## 1.2.0 – unreleased\n' }, [/"unreleased" for a date of 1\.2\.0/]],
    ['a version without changes', { changelog: '## 1.1.0 – 2026-01-01\n' }, [/no section "## 1\.2\.0/]],
    ['a version that another only begins with', { changelog: '## 1.2.0.1 – 2026-01-01\n' }, [/no section/]],
  ] satisfies [string, Release, RegExp[]][]) {
    it(`refuses ${what}, and says why`, async (t) => {
      const { status, faults } = await check(t, release)
      assert.equal(status, 1)
      assert.equal(faults.length, expected.length, faults.join('\n'))
      for (const [index, fault] of expected.entries()) assert.match(faults[index] ?? '', fault)
    })
  }
})

async function check(t: TestContext, release: Release): Promise<{ status: number | null; faults: string[] }> {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'package.json'), JSON.stringify(release.manifest ?? manifest))
  await writeFile(join(folder, 'CHANGELOG.md'), release.changelog ?? released)
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, folder], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...release.env },
  })
  // What follows the empty line is the same for all.
  return { status, faults: stderr.split('\n\n', 1)[0]?.split('\n').filter(Boolean) ?? [] }
}
