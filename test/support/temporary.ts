import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What things of one run are made for, and end with: a test, or a program of ours. */
export interface Lifetime {
  after(end: () => unknown): void
}

/** A folder of the test's own, removed with it. */
export async function temporaryFolder(t: Lifetime): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'koa-simple-security-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
