import { readFile } from 'node:fs/promises'
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
  /** Undefined when the page has no such file. */
  file(name: string): Promise<(ServedFile & { type: DocsFileType }) | undefined>
}

/**
 * Reads each file when it is first asked for, once. What could not be read, such as while too many files are open, is tried again.
 * @param keySchemes the names of the security schemes that a key meets, which the page cannot know from the document
 */
export function createDocsPage(keySchemes: () => readonly string[]): DocsPage {
  const files = new Map<string, ServedFile>()
  const read = async (name: string, complete = (content: Buffer): Buffer | string => content): Promise<ServedFile> => {
    const file = files.get(name) ?? servedFile(complete(await readFile(new URL(name, folder))))
    files.set(name, file)
    return file
  }
  const completeIndex = (html: Buffer) => String(html).replace('{keySchemes}', escapeHtml(keySchemes().join(' ')))
  return {
    index: () => read('index.html', completeIndex),
    async file(name) {
      return isDocsFile(name) ? { ...(await read(name)), type: contentTypes[name] } : undefined
    },
  }
}

function isDocsFile(name: string): name is DocsFileName {
  return Object.hasOwn(contentTypes, name)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
