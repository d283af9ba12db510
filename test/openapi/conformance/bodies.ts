import { gzipSync } from 'node:zlib'
import { body, type Case, color, integer, integers, nullable, sent, string } from './case.js'

const form = 'application/x-www-form-urlencoded'
const item = { type: 'object', required: ['n'], properties: { n: integer, s: string } }
const content = (types: Record<string, object>, more: object = {}) =>
  ({ requestBody: { content: types, ...more } }) as never
const formBody = (schema: object, encoding: object = {}) => content({ [form]: { schema, encoding } })
const posted = (text: string) => ({ body: text, type: form })

/** Media types, their order of errors, and limits. */
export const bodyCases: Case[] = [
  {
    it: 'reads JSON, and gives it to handlers where body parsers do',
    operation: body(item as never),
    tries: [
      [sent({ n: 1 }), { body: { n: 1 }, seen: { n: 1 } }],
      [{ body: { n: 1 }, type: 'application/json; charset=UTF-8' }, { body: { n: 1 } }],
      [{ body: { n: 1 }, type: 'Application/JSON' }, { body: { n: 1 } }],
      [{ body: { n: 1 }, headers: { 'transfer-encoding': 'chunked' } }, { body: { n: 1 } }],
    ],
  },
  {
    it: 'tells a media type, a size, a syntax and a value apart, in this order',
    operation: body(item as never),
    tries: [
      [{ body: 'x'.repeat(200_000), type: 'text/plain', path: '?unknown=1' }, 415],
      [{ body: 'x'.repeat(200_000), path: '?unknown=1' }, 413],
      [{ body: '{', path: '?unknown=1' }, 400],
      [{ body: {}, path: '?unknown=1' }, ['/body/n', '/query/unknown']],
    ],
  },
  {
    it: 'refuses JSON in another encoding, or compressed',
    operation: body(item as never),
    tries: [
      [{ body: '{"n":1}', type: 'application/json; charset=latin1' }, 415],
      [{ body: gzipSync('{"n":1}'), headers: { 'content-encoding': 'gzip' } }, 415],
      [{ body: Buffer.from([0x22, 0xff, 0x22]) }, 400],
    ],
  },
  {
    it: 'refuses a body without a media type',
    operation: body(item as never),
    tries: [[{ body: '{"n":1}', type: '' }, 415]],
  },
  {
    it: 'wants a body where it is required',
    operation: body(item as never),
    tries: [
      [{ method: 'POST' }, ['/body']],
      [{ body: '', headers: { 'transfer-encoding': 'chunked' } }, ['/body']],
    ],
  },
  {
    it: 'does without a body that is not required, and checks it where it is there',
    operation: content({ 'application/json': { schema: item } }),
    tries: [
      [{ method: 'POST' }, {}],
      [sent({}), ['/body/n']],
      [sent('null'), ['/body']],
    ],
  },
  {
    it: 'ignores a body that the operation does not describe',
    method: 'post',
    operation: {},
    tries: [
      [{ body: '{', type: 'text/csv' }, {}],
      [sent({ n: 1 }), {}],
    ],
  },
  {
    it: 'follows a reference to a body',
    operation: { requestBody: { $ref: '#/components/requestBodies/Item' } },
    tries: [
      [sent({ n: 1 }), { body: { n: 1 } }],
      [sent({}), ['/body/n']],
    ],
  },
  {
    it: 'reads what is JSON by its suffix',
    operation: content({
      'application/vnd.item+json': { schema: item },
      'application/json; charset=utf-8': { schema: integer },
    }),
    tries: [
      [
        { body: { n: 1 }, type: 'application/vnd.item+json' },
        { body: { n: 1 }, seen: { n: 1 } },
      ],
      [{ body: { n: 'x' }, type: 'application/vnd.item+json' }, ['/body/n']],
      [{ body: '5', type: 'application/json' }, { body: 5 }],
      [{ body: '{}', type: 'application/vnd.other+json' }, 415],
    ],
  },
  {
    it: 'takes the media type that says most, with its parameters',
    operation: content({
      '*/*': {},
      'application/*': { schema: string },
      'application/json': { schema: integer },
      'application/json; v=2': { schema: { type: 'boolean' } },
    }),
    tries: [
      [{ body: '5', type: 'application/json' }, { body: 5 }],
      [{ body: '5', type: 'application/json;v=1' }, { body: 5 }],
      [{ body: 'true', type: 'application/json; v="2"' }, { body: true }],
      [{ body: '5', type: 'application/json; v=2' }, ['/body']],
      [{ body: '"x"', type: 'application/hal+json' }, { body: 'x' }],
      [{ body: '5', type: 'application/hal+json' }, ['/body']],
      [{ body: 'x', type: 'text/csv' }, { raw: 'x' }],
    ],
  },
  {
    it: 'passes what it does not read to the handler, once its type is one that is declared',
    operation: content({
      'multipart/form-data': { schema: { type: 'object' } },
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
      'image/*': {},
    }),
    tries: [
      [{ body: '--x\r\n\r\n--x--', type: 'multipart/form-data; boundary=x' }, { raw: '--x\r\n\r\n--x--' }],
      [{ body: 'bytes', type: 'application/octet-stream' }, { raw: 'bytes' }],
      [{ body: 'bytes', type: 'image/png' }, { raw: 'bytes' }],
      [{ body: 'x'.repeat(200_000), type: 'image/png' }, { raw: 'x'.repeat(200_000) }],
      [{ body: 'bytes', type: 'video/mp4' }, 415],
      [{ body: 'bytes', type: 'imagex/png' }, 415],
    ],
  },
  {
    it: 'passes whatever there is to the handler where any type will do',
    operation: content({ '*/*': { schema: { type: 'string', format: 'binary' } } }),
    tries: [
      [{ body: '{', type: 'application/json' }, { raw: '{' }],
      [{ body: 'x', type: '' }, { raw: 'x' }],
    ],
  },
  {
    it: 'reads plain text',
    operation: content({ 'text/plain': { schema: { type: 'string', maxLength: 5 } } }, { required: true }),
    tries: [
      [
        { body: 'häuse', type: 'text/plain' },
        { body: 'häuse', seen: 'häuse' },
      ],
      [{ body: 'houses', type: 'text/plain; charset=utf-8' }, ['/body']],
      [{ body: Buffer.from([0xff]), type: 'text/plain' }, ['/body']],
      [{ body: 'x'.repeat(200_000), type: 'text/plain' }, 413],
      [{ method: 'POST' }, ['/body']],
    ],
  },
  {
    it: 'reads forms, by the types of their members',
    operation: (version) =>
      formBody({
        type: 'object',
        required: ['n'],
        properties: {
          n: integer,
          b: { type: 'boolean' },
          s: string,
          list: integers,
          o: color,
          maybe: nullable(version, 'integer'),
        },
        additionalProperties: false,
      }),
    tries: [
      [
        posted('n=5&b=true&s=a+b%26&list=1&list=2&maybe=3'),
        { body: { n: 5, b: true, s: 'a b&', list: [1, 2], maybe: 3 } },
      ],
      [posted(`n=5&o=${encodeURIComponent('{"R":1}')}`), { body: { n: 5, o: { R: 1 } }, seen: { n: 5, o: { R: 1 } } }],
      [posted('n=0x5&b=1&list=x'), ['/body/b', '/body/list/0', '/body/n']],
      [posted('n=1&n=2'), ['/body/n']],
      [posted('s=x'), ['/body/n']],
      [posted('n=1&x=1'), ['/body/x']],
      [posted('n=1&o=x'), ['/body/o']],
      [posted('n=1&s=%FF'), ['/body/s']],
      [{ body: '{"n":5}' }, 415],
    ],
  },
  {
    it: 'reads the members of forms as their encodings say',
    operation: formBody(
      { type: 'object', properties: { a: integers, p: integers, o: color, j: integers } },
      {
        a: { style: 'form', explode: false },
        p: { style: 'pipeDelimited' },
        o: { style: 'deepObject', explode: true },
        j: { contentType: 'application/json' },
      },
    ),
    tries: [
      [posted('a=1,2&p=3|4&o[R]=5&j=[6]'), { body: { a: [1, 2], p: [3, 4], o: { R: 5 }, j: [6] } }],
      [posted('a=1,x'), ['/body/a/1']],
      [posted('o[R]=x'), ['/body/o/R']],
    ],
  },
  {
    it: 'leaves members to themselves that an exploded object could take',
    operation: formBody(
      { type: 'object', properties: { n: integer, o: { type: 'object', additionalProperties: integer } } },
      { o: { style: 'form', explode: true } },
    ),
    tries: [[posted('n=1&x=2'), { body: { n: 1, o: { x: 2 } } }]],
  },
  {
    it: 'reads forms of schemas that are put together',
    operation: formBody({
      allOf: [{ $ref: '#/components/schemas/Named' }, { type: 'object', properties: { age: integer } }],
    }),
    tries: [
      [posted('name=5&age=6'), { body: { name: '5', age: 6 } }],
      [posted('age=6'), ['/body/name']],
    ],
  },
  {
    it: 'reads a body of exactly the largest size, counted in bytes',
    operation: body({ type: 'string' }),
    tries: [
      [sent(`"${'x'.repeat(102_398)}"`), { body: 'x'.repeat(102_398) }],
      [sent(`"${'x'.repeat(102_399)}"`), 413],
      [sent(`"${'ä'.repeat(51_200)}"`), 413],
      [{ body: `"${'x'.repeat(102_399)}"`, headers: { 'transfer-encoding': 'chunked' } }, 413],
    ],
  },
  {
    it: 'stops at the first of a large number of errors',
    operation: body({
      type: 'array',
      items: { type: 'object', required: ['a', 'b', 'c'], additionalProperties: false },
    }),
    tries: [[sent(JSON.stringify(Array.from({ length: 30_000 }, () => ({})))), ['/body/0/a']]],
  },
  {
    it: 'compares a large number of items in little time',
    operation: body({ type: 'array', items: { type: 'array' }, uniqueItems: true }),
    tries: [[sent(JSON.stringify(Array.from({ length: 14_000 }, (_, index) => [index]))), {}]],
  },
  {
    it: 'tells what is allowed, and never what was given',
    operation: body({
      type: 'object',
      properties: { a: { type: 'string', enum: ['x'] }, b: { type: 'string', pattern: '^y$' } },
    }),
    tries: [
      [sent({ a: 'SECRET' }), ['/body/a']],
      [sent({ b: 'SECRET' }), ['/body/b']],
    ],
  },
]
