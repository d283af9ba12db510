import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '../../src/cli/output.js'
import { createWorkplace, root } from '../bench/workplace.js'
import { type Block, brokenLinks, type Page, readPage } from './page.js'
import { type Step, steps } from './steps.js'

// `npm run check:readme`: a newcomer reads the README and the page for users of the original, in a fresh clone and an empty
// project, and does what they say. A block that nobody does, and a step whose block is gone, are faults, as are links that lead nowhere.
const languages = ['sh', 'ts', 'text']

const paths = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...['docs', 'examples', 'scripts/bench'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
]
const pages = paths.map((path) => readPage(root, path))
const faults = brokenLinks(root, pages)

const read = new Set(steps.flatMap((step) => step.pages))
const jobs = pages
  .filter(({ path }) => read.has(path))
  .flatMap((page) => page.blocks.flatMap((block) => jobOf(page, block)))
for (const { begins, pages: where } of steps) {
  for (const path of where) {
    if (!jobs.some(({ page, step }) => page.path === path && step.begins === begins)) {
      faults.push(`${path}: no block begins with ${begins}`)
    }
  }
}

const done: string[][] = []
if (faults.length === 0) {
  const workplace = createWorkplace(undefined, 'readme')
  const places = { workplace, clone: join(workplace.folder, 'clone'), project: join(workplace.folder, 'project') }
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, places.clone], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (const { page, block, step } of jobs) {
    console.error(`check:readme: ${page.path}: ${firstLine(block)}`)
    try {
      done.push([page.path, firstLine(block), await step.run(block.text, places)])
    } catch (error) {
      // What follows needs it.
      faults.push(`${page.path}: ${firstLine(block)}\n${error instanceof Error ? error.message : error}`)
      break
    }
  }
  workplace.close()
  console.log(await table(['PAGE', 'BLOCK', 'SEEN'], done, []))
  const links = pages.reduce((sum, page) => sum + page.links.length, 0)
  console.log(`\n${done.length} of ${jobs.length} blocks done; ${links} links on ${pages.length} pages`)
}
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1

function jobOf(page: Page, block: Block): { page: Page; block: Block; step: Step }[] {
  if (!languages.includes(block.language)) return []
  const fitting = steps.filter(({ begins, pages: where }) => where.includes(page.path) && block.text.startsWith(begins))
  // The longest that fits: one command may be the beginning of another.
  const step = fitting.toSorted((one, other) => other.begins.length - one.begins.length)[0]
  if (step !== undefined) return [{ page, block, step }]
  faults.push(`${page.path}: nobody does what this block says: ${firstLine(block)}`)
  return []
}

function firstLine({ text }: Block): string {
  return text.split('\n', 1)[0] ?? ''
}
