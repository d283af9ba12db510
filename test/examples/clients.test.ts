import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { skipWithout } from '../support/skip-without.js'
import { startStandAlone } from '../support/stand-alone.js'
import { root } from './example.js'

const clients = [
  { language: 'Python', command: ['python3', 'examples/client-python/client.py'], packageName: 'python3' },
  { language: 'Go', command: ['go', 'run', 'examples/client-go/main.go'], packageName: 'golang' },
]

describe('the client', () => {
  for (const { language, command, packageName } of clients) {
    const [program = '', ...args] = command
    const skip = skipWithout(program, packageName)
    it(`in ${language} shows the answer, or why there is none`, { skip }, async (t) => {
      const { url, newKey } = await startStandAlone(t)
      const run = async (key: string) => {
        const env = { ...process.env, API_URL: `${url}/secure`, API_KEY: key }
        try {
          const { stdout } = await promisify(execFile)(program, args, { cwd: root, env })
          return { code: 0, text: stdout }
        } catch (error) {
          const { code, stderr } = error as { code: number; stderr: string }
          return { code, text: stderr }
        }
      }
      assert.deepEqual(await run(await newKey()), { code: 0, text: 'This is a secure endpoint\n' })
      const refused = await run('made-up')
      assert.equal(refused.code, 1)
      assert.match(refused.text, /^invalid_api_key: /)
    })
  }
})
