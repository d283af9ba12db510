import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import GithubSlugger from 'github-slugger'
import { marked, type Token, type Tokens } from 'marked'

/** A page of Markdown. */
export interface Page {
  /** From the root of the repository. */
  path: string
  /** In the order in which they are read. */
  blocks: Block[]
  links: string[]
  anchors: ReadonlySet<string>
}

/** Code as it is printed. */
export interface Block {
  language: string
  text: string
}

export function readPage(root: string, path: string): Page {
  const page = { path, blocks: [] as Block[], links: [] as string[], anchors: new Set<string>() }
  // As the site that shows the pages makes them: a heading that comes twice gets a number.
  const slugger = new GithubSlugger()
  const take = (token: Token) => {
    if (token.type === 'code') page.blocks.push({ language: token.lang ?? '', text: token.text })
    if (token.type === 'link' || token.type === 'image') page.links.push(token.href)
    if (token.type === 'html')
      page.links.push(...[...token.raw.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link))
    if (token.type === 'heading') page.anchors.add(slugger.slug(plainText((token as Tokens.Heading).tokens)))
  }
  marked.walkTokens(marked.lexer(readFileSync(join(root, path), 'utf8')), take)
  return page
}

/** What is wrong with the links between the pages, a line each. */
export function brokenLinks(root: string, pages: readonly Page[]): string[] {
  const known = new Map(pages.map((page) => [page.path, page]))
  return pages.flatMap(({ path, links }) =>
    links
      .filter((link) => !/^[a-z]+:/.test(link))
      .flatMap((link) => {
        const [file = '', anchor] = link.split('#')
        const target = file === '' ? path : relative(root, join(root, dirname(path), file))
        if (!existsSync(join(root, target))) return [`${path}: ${link} leads to ${target}, which is not there`]
        if (anchor === undefined) return []
        const page = known.get(target)
        if (page === undefined) return [`${path}: ${link} has an anchor, but ${target} is no page that is looked at`]
        return page.anchors.has(anchor) ? [] : [`${path}: ${link} leads to no heading of ${target}`]
      }),
  )
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens) return plainText(token.tokens)
      return 'text' in token ? String(token.text) : ''
    })
    .join('')
}
