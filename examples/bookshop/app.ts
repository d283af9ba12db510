import Koa from 'koa'
import { defineHandlers, simpleSecurity } from 'koa-simple-security'
import type { components, operations } from './openapi.js'

type Book = components['schemas']['Book']

const books = new Map<number, Book>()
let latestId = 0

// Leaving an operation out, or answering what the document does not declare, does not compile.
const handlers = defineHandlers<operations>({
  listBooks: ({ query: { author, limit = 20 } }) => ({
    status: 200,
    body: [...books.values()].filter((book) => author === undefined || book.author === author).slice(0, limit),
  }),

  addBook: ({ body }) => {
    latestId += 1
    const book = { id: latestId, ...body }
    books.set(book.id, book)
    return { status: 201, body: book, headers: { Location: `/books/${book.id}` } }
  },

  getBook: ({ path }) => {
    const book = books.get(path.bookId)
    if (book !== undefined) return { status: 200, body: book }
    return { status: 404, type: 'application/problem+json', body: { title: 'There is no such book.', status: 404 } }
  },

  removeBook: ({ path }) => {
    books.delete(path.bookId)
    return { status: 204 }
  },
})

const security = simpleSecurity({ document: new URL('openapi.yaml', import.meta.url) })
export const app = new Koa()
app.use(security.operations(handlers)) // as openapi.yaml says, and nothing else
app.use(security.docs()) // /docs shows the books and the administration of keys
app.use(security.apiKeyRouter.routes())

const server = app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  console.log(`The bookshop is open: http://127.0.0.1:${port}/docs`)
})
process.once('SIGTERM', () => server.close(() => void security.close()))
