/** What every client must do, in this order. */
export const steps = [
  'wrong secret',
  'create',
  'use by header',
  'use by query',
  'use by both',
  'refused',
  'invalid',
  'list',
  'rotate',
  'revoke',
  'usage',
] as const

/** How a client's program ended, and what it printed. */
export interface Ending {
  output: string
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Judgement {
  /** The generator, with its version. */
  tool: string
  /** The language, with its version. */
  language: string
  /** How many steps were done, up to the first that was not in its place. */
  done: number
  /** What is wrong; nothing where the client works. */
  faults: string[]
}

const unknown = '–'

/**
 * Judges a client by what its program printed: a line `step: NAME` after each step, and one `version: TOOL VERSION, LANGUAGE VERSION`.
 * A program that ends well but did not do everything has failed.
 */
export function judge({ output, code, signal }: Ending): Judgement {
  const lines = output.split(/\r?\n/)
  const printed = lines.flatMap((line) => /^step: (.*)$/.exec(line)?.[1] ?? [])
  const versions = lines.flatMap((line) => {
    const [, tool, language] = /^version: (\S.* \S+), (\S.* \S+)$/.exec(line) ?? []
    return tool === undefined || language === undefined ? [] : [{ tool, language }]
  })
  const place = steps.findIndex((step, index) => printed[index] !== step)
  const done = place === -1 ? steps.length : place
  const [version] = versions
  const faults = [
    ...(code === 0 ? [] : [`ended with ${code ?? signal}`]),
    ...(done === steps.length ? [] : [misplaced(steps[done], printed[done])]),
    ...printed.slice(steps.length).map((step) => `step "${step}" came after the last one`),
    ...(versions.length === 1 ? [] : [`printed ${versions.length} versions instead of one`]),
  ]
  return { tool: version?.tool ?? unknown, language: version?.language ?? unknown, done, faults }
}

function misplaced(expected: string | undefined, found: string | undefined): string {
  return `step "${expected}" is missing${found === undefined ? '' : `, "${found}" came in its place`}`
}
