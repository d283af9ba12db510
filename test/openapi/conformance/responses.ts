import { Readable } from 'node:stream'
import type { Context } from 'koa'
import { type Case, color, integer, integers, nullable, string } from './case.js'

const item = { type: 'object', required: ['n'], properties: { n: integer }, additionalProperties: false }
const json = (schema: object, more: object = {}) => ({
  description: 'd',
  content: { 'application/json': { schema } },
  ...more,
})

/** An operation's answers, each with the status that goes out. */
function answers(
  it: string,
  responses: object,
  tries: readonly (readonly [(ctx: Context) => void, number])[],
  more: Partial<Case> = {},
): Case {
  return {
    it,
    operation: { responses } as never,
    answer: (ctx) => tries[Number(ctx.get('try'))]?.[0](ctx),
    tries: tries.map(([, status], index) => [{ headers: { try: String(index) } }, status] as const),
    ...more,
  }
}

const set = (status: number, body: unknown, type?: string) => (ctx: Context) => {
  ctx.status = status
  ctx.body = body
  if (type !== undefined) ctx.type = type
}

/** Answers, which must be what the document says. */
export const responseCases: Case[] = [
  answers('checks JSON however the handler has set it', { 200: json(item) }, [
    [set(200, { n: 1 }), 200],
    [set(200, { n: '1' }), 500],
    [set(200, {}), 500],
    [set(200, { n: 1, x: 1 }), 500],
    [set(200, '{"n":1}', 'json'), 200],
    [set(200, '{"n":"1"}', 'json'), 500],
    [set(200, Buffer.from('{"n":1}'), 'json'), 200],
    [set(200, Buffer.from('{"n":"1"}'), 'json'), 500],
    [set(200, '{', 'json'), 500],
    [set(200, { n: 1, toJSON: () => ({ n: 2 }) }), 200],
    [set(200, { n: { toJSON: () => 'x' } }), 500],
    [set(200, { n: 1, left: undefined }), 200],
  ]),
  answers('finds a status by itself, then by its range', { 200: json(integer), '2XX': json(string) }, [
    [set(200, '1', 'json'), 200],
    [set(200, '"x"', 'json'), 500],
    [set(201, '"x"', 'json'), 201],
    [set(201, '1', 'json'), 500],
    [set(404, '"x"', 'json'), 500],
  ]),
  answers('takes the default for every other status', { 200: json(integer), default: json(item) }, [
    [set(404, { n: 1 }), 404],
    [set(404, { m: 1 }), 500],
    [set(200, '1', 'json'), 200],
  ]),
  answers('checks the content type', { 200: { description: 'd', content: { 'application/json': {}, 'text/*': {} } } }, [
    [set(200, { any: 1 }), 200],
    [set(200, 'x', 'text/csv'), 200],
    [set(200, 'x', 'image/png'), 500],
    [set(200, { any: 1 }, 'application/hal+json'), 500],
  ]),
  answers(
    'checks JSON of another name',
    { 200: { description: 'd', content: { 'application/problem+json': { schema: item } } } },
    [
      [set(200, { n: 1 }, 'application/problem+json'), 200],
      [set(200, {}, 'application/problem+json'), 500],
      [set(200, { n: 1 }), 500],
    ],
  ),
  answers(
    'checks plain text',
    { 200: { description: 'd', content: { 'text/plain': { schema: { type: 'string', enum: ['ok'] } } } } },
    [
      [set(200, 'ok'), 200],
      [set(200, 'no'), 500],
    ],
  ),
  answers(
    'does not read a stream, but looks at what it says to be',
    { 200: json(item), 201: { description: 'd', content: { 'text/csv': {} } } },
    [
      [set(200, Readable.from(['anything']), 'json'), 200],
      [set(201, Readable.from(['a,b']), 'text/csv'), 201],
      [set(201, Readable.from(['a,b']), 'image/png'), 500],
    ],
  ),
  answers(
    'wants a body where one is declared, and none where none is',
    { 200: json(item), 204: { description: 'd' }, 202: { description: 'd' } },
    [
      [
        (ctx) => {
          ctx.status = 200
        },
        500,
      ],
      [set(204, null), 204],
      [
        (ctx) => {
          ctx.status = 202
          ctx.body = ''
          ctx.remove('Content-Type')
        },
        500,
      ],
      [set(202, { n: 1 }), 500],
    ],
  ),
  answers('refuses an answer that nobody has given, where 404 is not declared', { 200: json(item) }, [
    [() => undefined, 500],
  ]),
  answers(
    'checks headers',
    {
      200: {
        description: 'd',
        headers: {
          'X-Required': { required: true, schema: integer },
          'X-List': { schema: integers },
          'X-Object': { schema: color, explode: true },
          'Content-Type': { required: true, schema: integer },
          'X-Referred': { $ref: '#/components/headers/Count' },
        },
      },
    },
    [
      [
        (ctx) => {
          ctx.status = 200
          ctx.set({ 'X-Required': '5', 'X-List': '1, 2', 'X-Object': 'R=1', 'X-Referred': '7' })
        },
        200,
      ],
      [
        (ctx) => {
          ctx.status = 200
        },
        500,
      ],
      [
        (ctx) => {
          ctx.status = 200
          ctx.set('X-Required', 'x')
        },
        500,
      ],
      [
        (ctx) => {
          ctx.status = 200
          ctx.set({ 'X-Required': '5', 'X-List': '1, x' })
        },
        500,
      ],
      [
        (ctx) => {
          ctx.status = 200
          ctx.set({ 'X-Required': '5', 'X-Object': 'R=x' })
        },
        500,
      ],
      [
        (ctx) => {
          ctx.status = 200
          ctx.set({ 'X-Required': '5', 'X-Referred': 'x' })
        },
        500,
      ],
    ],
  ),
  answers(
    'wants nothing write-only in answers, also where it is required',
    { 200: json({ $ref: '#/components/schemas/Account' }) },
    [
      [set(200, { id: 1, name: 'x' }), 200],
      [set(200, { id: 1, name: 'x', password: 'p' }), 500],
      [set(200, { name: 'x' }), 500],
    ],
  ),
  {
    ...answers('checks null by the type', {}, [
      [set(200, '{"n":null}', 'json'), 200],
      [set(200, '{"n":"x"}', 'json'), 500],
    ]),
    operation: (version) =>
      ({ responses: { 200: json({ type: 'object', properties: { n: nullable(version, 'integer') } }) } }) as never,
  },
  answers('follows a reference to a response', { 200: { $ref: '#/components/responses/Item' } }, [
    [set(200, { n: 1 }), 200],
    [set(200, {}), 500],
  ]),
  {
    ...answers('does not look for a body in the answer to HEAD, but at its status', { 200: json(item) }, [
      [set(200, { wrong: 1 }), 200],
      [set(201, { n: 1 }), 500],
    ]),
    tries: [
      [{ method: 'HEAD', headers: { try: '0' } }, 200],
      [{ method: 'HEAD', headers: { try: '1' } }, 500],
    ],
  },
  answers(
    'does not look for a body in 304',
    { 200: json(item), 304: { description: 'd', content: { 'application/json': { schema: item } } } },
    [[set(304, null), 304]],
  ),
  answers(
    'ends with 500 where the schema of an answer cannot be compiled',
    { 200: json({ type: 'string', pattern: '(' }) },
    [[set(200, '"x"', 'json'), 500]],
  ),
  answers(
    'answers a redirection as declared',
    { 303: { description: 'd', headers: { Location: { required: true, schema: string } } } },
    [
      [
        (ctx) => {
          ctx.status = 303
          ctx.set('Location', '/x')
        },
        303,
      ],
      [
        (ctx) => {
          ctx.status = 303
        },
        500,
      ],
    ],
  ),
]
