import { execFileSync } from 'node:child_process'

/** Why the tests that need this program are skipped, or false. In CI they never are: without it they fail there. */
export function skipWithout(program: string, packageName: string): string | false {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return false
  } catch {
    const missing = `There is no ${program} here. Install it (Debian: apt-get install ${packageName}).`
    return process.env.CI ? false : missing
  }
}
