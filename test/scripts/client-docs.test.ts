import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/clients.md'), 'utf8')

/** What stands between the marks of a program, without the indentation that all of it has. */
function markedPart(program: string): string {
  const parts = [...program.matchAll(/^[ \t]*(?:#|\/\/) docs:start\n(.*?)^[ \t]*(?:#|\/\/) docs:end$/gms)]
  return parts.map(([, part = '']) => withoutIndentation(part)).join('')
}

function withoutIndentation(text: string): string {
  const lines = text.split('\n')
  const widths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  return lines.map((line) => line.slice(Math.min(...widths))).join('\n')
}

/** Each program that the page links, with the command and the code that stand beside the link. */
const sections = page.split(/^## /m).slice(1)
const examples = sections.flatMap((section) => {
  const pattern = /```sh\n([^`]*)```\n+[^`]*?\]\(\.\.\/(test\/clients\/([^/)]+)\/[^)]+)\)[^`]*```\w+\n(.*?)```/gs
  return [...section.matchAll(pattern)].map(([, command = '', file = '', client = '', code = '']) => ({
    command,
    file,
    client,
    code,
  }))
})

test('each example of the page of clients is a part of the program that is tested', () => {
  assert.ok(examples.length >= sections.length, 'a section without an example')
  for (const { file, code } of examples) {
    const part = markedPart(readFileSync(join(root, file), 'utf8'))
    assert.notEqual(part, '', file)
    assert.equal(code, part, file)
  }
})

test('each client that is tested is on the page', () => {
  const clients = readdirSync(join(root, 'test/clients')).filter((name) =>
    statSync(join(root, 'test/clients', name)).isDirectory(),
  )
  assert.deepEqual(examples.map(({ client }) => client).sort(), clients.sort())
})

test('each command of the page has the options that are tested', () => {
  for (const { command, client } of examples) {
    const run = readFileSync(join(root, 'test/clients', client, 'run'), 'utf8').replaceAll('\\\n', ' ')
    const tested = new Set(run.split(/\s+/))
    const options = [...command.matchAll(/\s(-[-a-z]+)(?:\s+([^-\s]\S*))?/g)]
    for (const [, option = '', value] of options) {
      assert.ok(tested.has(option), `${client}: ${option}`)
      // Where the document is, and where the client is to be, differ.
      if (value !== undefined && !/^(http|client|keyclient$)/.test(value))
        assert.ok(tested.has(value), `${client}: ${value}`)
    }
  }
})
