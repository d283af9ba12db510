import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type ServedFile, servedFile } from './served-document.js'

// Next to this module, in the sources and in the package alike. The build puts the files of Swagger UI there.
const folder = new URL('./docs-page/', import.meta.url)

const contentTypes = {
  'swagger-ui-bundle.js': 'text/javascript',
  'page.js': 'text/javascript',
  'swagger-ui.css': 'text/css',
  'page.css': 'text/css',
  'favicon-32x32.png': 'image/png',
} as const

/** Those that the build compresses, since they are nine tenths of what users would download and keep otherwise. */
export const compressedFiles = ['swagger-ui-bundle.js', 'swagger-ui.css'] as const

type DocsFileName = keyof typeof contentTypes
export type DocsFileType = (typeof contentTypes)[DocsFileName]

/**
 * The policy of the page: everything from its own origin, nothing inline, nothing evaluated. Swagger UI sets its styles
 * through the CSSOM, which the policy does not concern; its style sheet has pictures in data URLs, and it shows an answer
 * that is a picture from a blob.
 */
export const docsContentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface DocsPage {
  index(): Promise<ServedFile>
  /**
   * @param name of the file
   * @param acceptsGzip asked only where the answer depends on it
   * @returns undefined when the page has no such file
   */
  file(name: string, acceptsGzip: () => boolean): Promise<DocsFile | undefined>
}

interface DocsFile extends ServedFile {
  type: DocsFileType
  encoding: 'gzip' | undefined
}

/**
 * Reads each file when it is first asked for, once. What could not be read, such as while too many files are open, is tried again.
 * @param keySchemes the names of the security schemes that a key meets, which the page cannot know from the document
 */
export function createDocsPage(keySchemes: () => readonly string[]): DocsPage {
  const files = new Map<string, ServedFile>()
  const once = async (name: string, read: () => Promise<Buffer | string>): Promise<ServedFile> => {
    const file = files.get(name) ?? servedFile(await read())
    files.set(name, file)
    return file
  }
  const stored = (name: string) => readFile(new URL(name, folder))
  const completeIndex = (html: Buffer) => String(html).replace('{keySchemes}', escapeHtml(keySchemes().join(' ')))
  return {
    index: () => once('index.html', async () => completeIndex(await stored('index.html'))),
    async file(name, acceptsGzip) {
      if (!isDocsFile(name)) return undefined
      const type = contentTypes[name]
      if (!isCompressed(name)) return { ...(await once(name, () => stored(name))), type, encoding: undefined }
      const compressed = await once(`${name}.gz`, () => stored(`${name}.gz`))
      if (acceptsGzip()) return { ...compressed, type, encoding: 'gzip' }
      return { ...(await once(name, () => decompress(compressed.body))), type, encoding: undefined }
    },
  }
}

const decompress = promisify<string | Buffer, Buffer>(gunzip)

function isCompressed(name: string): boolean {
  return compressedFiles.some((compressed) => compressed === name)
}

function isDocsFile(name: string): name is DocsFileName {
  return Object.hasOwn(contentTypes, name)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
