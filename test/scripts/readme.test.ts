import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { brokenLinks, readPage } from '../../scripts/readme/page.js'
import { temporaryFolder } from '../support/temporary.js'

test('reads the code of a page as it is printed, and tells each link that leads nowhere', async (t) => {
  const root = await temporaryFolder(t)
  await mkdir(join(root, 'docs'))
  await writeFile(
    join(root, 'README.md'),
    [
      '# Bread & *butter*',
      '[the oven](docs/oven.md#how-hot-it-is), [again](docs/oven.md#how-hot-it-is-1), [here](#bread--butter)',
      '[cold](docs/oven.md#how-cold-it-is), [gone](docs/cellar.md), ![a picture](bread.png), [far](https://example.com/x#y)',
      '<img src="oven.png" alt="the oven">',
      '```sh\nbake --hot\neat\n```',
      '1. a step\n\n   ```ts\n   bake()\n   ```',
    ].join('\n\n'),
  )
  await writeFile(join(root, 'docs/oven.md'), '## How hot it is\n\n[up](../README.md#butter)\n\n## How hot it is\n')
  const pages = ['README.md', 'docs/oven.md'].map((path) => readPage(root, path))
  assert.deepEqual(pages[0]?.blocks, [
    { language: 'sh', text: 'bake --hot\neat' },
    { language: 'ts', text: 'bake()' },
  ])
  assert.deepEqual(brokenLinks(root, pages), [
    'README.md: docs/oven.md#how-cold-it-is leads to no heading of docs/oven.md',
    'README.md: docs/cellar.md leads to docs/cellar.md, which is not there',
    'README.md: bread.png leads to bread.png, which is not there',
    'README.md: oven.png leads to oven.png, which is not there',
    'docs/oven.md: ../README.md#butter leads to no heading of README.md',
  ])
})
