import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { root } from '../bench/workplace.js'

const run = promisify(execFile)
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const program = process.platform === 'win32' ? 'python' : 'python3'
const binaries = process.platform === 'win32' ? 'Scripts' : 'bin'

/**
 * Installs what `requirements.txt` pins into an environment of its own below `node_modules`, where that has not been done yet.
 * @returns the folder of its programs
 * @throws Error where Python or what it needs for that is missing
 */
export async function preparePython(): Promise<string> {
  const version = await pythonVersion()
  const name = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex').slice(0, 16)
  const folder = join(root, 'node_modules/.cache/koa-simple-security', `python-${name}`)
  const isComplete = join(folder, 'complete')
  if (existsSync(isComplete)) return join(folder, binaries)
  rmSync(folder, { recursive: true, force: true })
  await run(program, ['-m', 'venv', folder])
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes']
  await run(join(folder, binaries, 'python'), [...install, '--only-binary', ':all:', '--requirement', requirements])
  writeFileSync(isComplete, '')
  return join(folder, binaries)
}

async function pythonVersion(): Promise<string> {
  const check = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11); print(sys.version)'
  try {
    return (await run(program, ['-c', check])).stdout
  } catch (cause) {
    const wanted = `Fuzzing needs ${program}, 3.11 or later, with venv (on Debian: apt-get install python3-venv).`
    throw new Error(`${wanted} --without-fuzzing leaves it out.`, { cause })
  }
}
