import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// `prepublishOnly`: what must be there before `npm publish` sends anything away. A version cannot be published twice.
// `tsx scripts/check-release.ts [FOLDER]` looks at another folder than this one.
const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../', import.meta.url)))
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')

/** Where the workflow that publishes says that the source is: GitHub's and GitLab's variables. */
function sourceOfWorkflow(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = process.env
  return server && repository ? `${server}/${repository}` : project || undefined
}

function* faults(): Generator<string> {
  const { version, homepage, repository, bugs } = manifest
  const source = addressOf(repository)
  const built = sourceOfWorkflow()
  if (source === undefined) {
    yield '"repository" must have the https address of the source: npm compares it with where the provenance says that the package was built.'
  } else if (built !== undefined && source.toLowerCase() !== built.toLowerCase()) {
    yield `"repository" is ${source}, but the package is built in ${built}: npm refuses a provenance that does not match.`
  }
  for (const [name, given] of Object.entries({ homepage, bugs })) {
    if (addressOf(given) === undefined) yield `"${name}" must have an https address.`
  }
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')} – (.*)$`, 'm').exec(changelog)
  if (heading === null) yield `CHANGELOG.md has no section "## ${version} – DATE".`
  else if (!/^\d{4}-\d\d-\d\d$/.test(heading[1] ?? ''))
    yield `CHANGELOG.md has "${heading[1]}" for a date of ${version}.`
}

/** @returns the address without what is npm's and Git's in it; undefined where there is none */
function addressOf(given: string | { url?: string } | undefined): string | undefined {
  const url = typeof given === 'object' ? given.url : given
  const plain = url?.replace(/^git\+/, '').replace(/\.git$/, '')
  return plain?.startsWith('https://') && URL.canParse(plain) ? plain : undefined
}

const found = [...faults()]
for (const fault of found) console.error(fault)
if (found.length > 0) {
  console.error(`\nNothing was published. CONTRIBUTING.md tells what a release needs.`)
  process.exitCode = 1
}
