import { body, type Case, integer, nullable, query, sent, string } from './case.js'

const wrong = ['/body']
/** A text is JSON already. */
const echo = (value: unknown) => [sent(value), { body: typeof value === 'string' ? JSON.parse(value) : value }] as const

/** A format, with values that have it and values that do not. */
function format(name: string, type: string, right: readonly unknown[], bad: readonly unknown[]): Case {
  return {
    it: `format ${name}`,
    operation: body({ type, format: name }),
    tries: [...right.map(echo), ...bad.map((value) => [sent(JSON.stringify(value)), wrong] as const)],
  }
}

/** What schemas mean in each version, in bodies. */
export const schemaCases: Case[] = [
  format(
    'date-time',
    'string',
    ['"2027-01-31T12:00:00Z"', '"1961-04-12T06:07:00.5+03:00"'],
    ['2027-02-30T12:00:00Z', '2027-01-31', '2027-01-31T12:00:00', '2027-01-31 12:00:00Z', '2027-01-31T12:00:00+0100'],
  ),
  format('date', 'string', ['"2028-02-29"'], ['2027-02-29', '2027-2-1', '2027-01-31T12:00:00Z']),
  format('time', 'string', ['"12:00:00Z"'], ['25:00:00Z', 'noon']),
  format('uuid', 'string', ['"123e4567-e89b-12d3-a456-426614174000"'], ['123e4567-e89b-12d3-a456-42661417400', 'x']),
  format('email', 'string', ['"ada@example.org"'], ['ada', 'ada@', '@example.org']),
  format('uri', 'string', ['"https://example.org/a?b#c"'], ['/a', 'example.org', 'https://exa mple.org']),
  format('hostname', 'string', ['"example.org"'], ['-example.org', 'exa mple.org']),
  format('ipv4', 'string', ['"127.0.0.1"'], ['127.0.0.256', '127.0.1']),
  format('ipv6', 'string', ['"::1"'], ['127.0.0.1', ':::1']),
  format('regex', 'string', ['"^a$"'], ['(']),
  format('byte', 'string', ['"aGk="', '""'], ['aGk', 'a!==', '\n']),
  format('int32', 'integer', ['2147483647', '-2147483648'], [2147483648, 1.5]),
  format('int64', 'integer', ['9007199254740991'], [1e19, 0.5]),
  format('float', 'number', ['1.5', '3.4e38'], [3.5e38]),
  format('double', 'number', ['1.7e308'], ['1']),
  format('password', 'string', ['"anything"'], [5]),
  format('binary', 'string', ['"anything"'], [5]),
  format('made-up', 'string', ['"anything"'], [5]),
  {
    it: 'never changes the type of what is in a body',
    operation: body({ type: 'object', properties: { n: integer, b: { type: 'boolean' }, s: string } }),
    tries: [
      echo({ n: 5, b: true, s: '5' }),
      [sent({ n: '5' }), ['/body/n']],
      [sent({ b: 'true' }), ['/body/b']],
      [sent({ s: 5 }), ['/body/s']],
      [sent({ n: null }), ['/body/n']],
    ],
  },
  {
    it: 'takes 1.0 as a whole number',
    operation: body(integer),
    tries: [
      [sent('1.0'), { body: 1 }],
      [sent('1.5'), wrong],
    ],
  },
  {
    it: 'lets a type be null only where it says so',
    operation: (version) => body({ type: 'object', properties: { may: nullable(version, 'string'), not: string } }),
    tries: [
      echo({ may: null, not: 'x' }),
      echo({ may: 'x' }),
      [sent({ not: null }), ['/body/not']],
      [sent({ may: 5 }), ['/body/may']],
    ],
  },
  {
    it: 'wants null in the enum too',
    operation: (version) =>
      body({
        type: 'object',
        properties: {
          a: nullable(version, 'string', { enum: ['x'] }),
          b: nullable(version, 'string', { enum: ['x', null] }),
        },
      }),
    tries: [[sent({ a: null }), ['/body/a']], echo({ b: null })],
  },
  {
    it: 'ignores nullable beside a reference',
    only: '3.0',
    operation: body({
      type: 'object',
      properties: { a: { $ref: '#/components/schemas/PositiveInteger', nullable: true, maximum: 1 } },
    }),
    tries: [[sent({ a: null }), ['/body/a']], echo({ a: 5 })],
  },
  {
    it: 'ignores nullable without a type, as 3.0.3 has it',
    only: '3.0',
    operation: body({ nullable: true, allOf: [{ $ref: '#/components/schemas/PositiveInteger' }] }),
    tries: [[sent('null'), wrong], echo('5')],
  },
  {
    it: 'does not know nullable any more',
    only: '3.1',
    operation: body({ type: 'string', nullable: true }),
    tries: [[sent('null'), wrong]],
  },
  {
    it: 'checks what stands beside a reference',
    only: '3.1',
    operation: body({ $ref: '#/components/schemas/PositiveInteger', maximum: 9 }),
    tries: [
      [sent('5'), { body: 5 }],
      [sent('10'), wrong],
      [sent('0'), wrong],
    ],
  },
  {
    it: 'may be null by a list of alternatives',
    operation: (version) => {
      const nothing = version === '3.0' ? { enum: [null] } : { type: 'null' }
      return body({ type: 'object', properties: { a: { oneOf: [string, nothing] } } })
    },
    tries: [echo({ a: null }), echo({ a: 'x' }), [sent({ a: 5 }), ['/body/a']]],
  },
  {
    it: 'takes several types',
    only: '3.1',
    operation: body({ type: ['string', 'integer', 'null'] }),
    tries: [
      [sent('5'), { body: 5 }],
      [sent('"x"'), { body: 'x' }],
      [sent('null'), { body: null }],
      [sent('1.5'), wrong],
      [sent('{}'), wrong],
    ],
  },
  {
    it: 'excludes a limit',
    operation: (version) =>
      body(
        version === '3.0'
          ? { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true }
          : { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      ),
    tries: [
      [sent('0.5'), { body: 0.5 }],
      [sent('0'), wrong],
      [sent('1'), wrong],
    ],
  },
  {
    it: 'includes a limit where exclusive is false',
    only: '3.0',
    operation: body({ type: 'number', minimum: 0, exclusiveMinimum: false }),
    tries: [
      [sent('0'), { body: 0 }],
      [sent('-1'), wrong],
    ],
  },
  {
    it: 'takes what documents of 3.0 leave behind',
    only: '3.1',
    operation: body({
      type: 'object',
      required: ['a', 'a'],
      properties: { a: { minimum: 0, exclusiveMinimum: true } },
    }),
    tries: [echo({ a: 1 }), [sent({ a: 0 }), ['/body/a']], [sent({}), ['/body/a']]],
  },
  {
    it: 'counts multiples in decimals',
    operation: body({ type: 'number', multipleOf: 0.01 }),
    tries: [
      [sent('19.99'), { body: 19.99 }],
      [sent('4.35'), { body: 4.35 }],
      [sent('1e300'), { body: 1e300 }],
      [sent('19.999'), wrong],
    ],
  },
  {
    it: 'counts the characters of texts and not their code units',
    operation: body({ type: 'string', minLength: 2, maxLength: 2 }),
    tries: [
      [sent('"😀ä"'), { body: '😀ä' }],
      [sent('"a"'), wrong],
      [sent('"abc"'), wrong],
    ],
  },
  {
    it: 'checks patterns anywhere in a text, with Unicode where that works',
    operation: body({
      type: 'object',
      properties: { a: { type: 'string', pattern: '^\\p{L}+$' }, b: { type: 'string', pattern: 'x\\-y' } },
    }),
    tries: [echo({ a: 'äé', b: 'ax-yb' }), [sent({ a: 'a1' }), ['/body/a']], [sent({ b: 'xy' }), ['/body/b']]],
  },
  {
    it: 'refuses unknown members only where the schema does',
    operation: body({
      type: 'object',
      properties: {
        open: { type: 'object' },
        closed: { type: 'object', properties: { a: integer }, additionalProperties: false },
        typed: { type: 'object', additionalProperties: integer },
      },
    }),
    tries: [
      echo({ open: { x: 1 }, closed: { a: 1 }, typed: { x: 1 }, other: 1 }),
      [sent({ closed: { b: 1 } }), ['/body/closed/b']],
      [sent({ typed: { x: 'y' } }), ['/body/typed/x']],
      [sent('{"closed":{"__proto__":1}}'), ['/body/closed/__proto__']],
      [sent({ closed: { 'a/b~c': 1 } }), ['/body/closed/a~1b~0c']],
    ],
  },
  {
    it: 'does not take what every object has for a member',
    operation: body({ type: 'object', properties: { constructor: string }, required: ['toString'] }),
    tries: [
      [sent({}), ['/body/toString']],
      echo({ toString: 1 }),
      [sent({ toString: 1, constructor: 1 }), ['/body/constructor']],
    ],
  },
  {
    it: 'counts members and items',
    operation: body({
      type: 'object',
      minProperties: 1,
      maxProperties: 2,
      additionalProperties: { type: 'array', items: integer, minItems: 1, maxItems: 2, uniqueItems: true },
    }),
    tries: [
      echo({ a: [1, 2] }),
      [sent({}), wrong],
      [sent({ a: [1], b: [1], c: [1] }), wrong],
      [sent({ a: [] }), ['/body/a']],
      [sent({ a: [1, 2, 3] }), ['/body/a']],
      [sent({ a: [1, 1] }), ['/body/a']],
    ],
  },
  {
    it: 'compares objects in lists by their members, in any order',
    operation: body({ type: 'array', items: { type: 'object' }, uniqueItems: true }),
    tries: [
      echo([
        { a: 1, b: 2 },
        { a: 1, b: 3 },
      ]),
      [
        sent([
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ]),
        wrong,
      ],
    ],
  },
  {
    it: 'puts schemas together',
    operation: body({
      allOf: [
        { $ref: '#/components/schemas/Named' },
        { type: 'object', required: ['age'], properties: { age: integer } },
      ],
    }),
    tries: [echo({ name: 'x', age: 1 }), [sent({ name: 'x' }), ['/body/age']], [sent({ age: 1 }), ['/body/name']]],
  },
  {
    it: 'wants one alternative exactly of oneOf, and any of anyOf',
    operation: (_) =>
      body({
        type: 'object',
        properties: {
          one: { oneOf: [integer, { type: 'number', minimum: 5 }] },
          any: { anyOf: [integer, { type: 'number', minimum: 5 }] },
        },
      }),
    tries: [
      echo({ one: 1 }),
      echo({ one: 5.5 }),
      [sent({ one: 6 }), ['/body/one']],
      echo({ any: 6 }),
      [sent({ any: 1.5 }), ['/body/any']],
    ],
  },
  {
    it: 'refuses what is excluded',
    operation: body({ not: { type: 'string' } }),
    tries: [
      [sent('5'), { body: 5 }],
      [sent('"x"'), wrong],
    ],
  },
  {
    it: 'checks alternatives with a discriminator',
    operation: body({
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: {
        propertyName: 'kind',
        mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
      },
    }),
    tries: [
      echo({ kind: 'cat', lives: 9 }),
      echo({ kind: 'dog', bark: 'woof' }),
      [sent({ kind: 'cow' }), ['/body', '/body/bark', '/body/lives']],
    ],
  },
  {
    it: 'follows a schema that contains itself',
    operation: body({ $ref: '#/components/schemas/Tree' }),
    tries: [
      echo({ name: 'a', child: { name: 'b', child: { name: 'c' } } }),
      [sent({ child: { child: { name: 5 } } }), ['/body/child/child/name']],
    ],
  },
  {
    it: 'refuses a body that is nested deeper than can be checked',
    operation: body({ $ref: '#/components/schemas/Tree' }),
    tries: [[sent(`${'{"child":'.repeat(9000)}{}${'}'.repeat(9000)}`), wrong]],
  },
  {
    it: 'tells alternatives apart before it goes deeper, where each leads to both again',
    operation: body({ $ref: '#/components/schemas/Expression' }),
    tries: [
      [sent(`${'{"of":'.repeat(60)}{"kind":"not"}${',"kind":"not"}'.repeat(60)}`), {}],
      [sent(`${'{"of":'.repeat(60)}{"kind":"x"}${',"kind":"minus"}'.repeat(60)}`), 422],
    ],
  },
  {
    it: 'follows references to anywhere in the document',
    operation: body({
      $ref: '#/paths/~1referred~1%7Bid%7D/post/requestBody/content/application~1json/schema/properties/a',
    }),
    tries: [
      [sent('5'), { body: 5 }],
      [sent('"x"'), wrong],
    ],
  },
  {
    it: 'wants nothing read-only in requests, also where it is required',
    operation: body({ $ref: '#/components/schemas/Account' }),
    tries: [
      echo({ name: 'x', password: 'p' }),
      [sent({ id: 1, name: 'x', password: 'p' }), ['/body/id']],
      [sent({ name: 'x' }), ['/body/password']],
    ],
  },
  {
    it: 'knows what is read-only through references, allOf and a list of the required elsewhere',
    operation: body({
      allOf: [
        {
          type: 'object',
          properties: {
            id: { allOf: [{ $ref: '#/components/schemas/ReadOnlyId' }] },
            other: { $ref: '#/components/schemas/ReadOnlyId' },
          },
        },
        { type: 'object', required: ['id', 'other', 'name'], properties: { name: string } },
      ],
    }),
    tries: [
      echo({ name: 'x' }),
      [sent({ name: 'x', id: 1 }), ['/body/id']],
      [sent({ name: 'x', other: 1 }), ['/body/other']],
    ],
  },
  {
    it: 'leaves nothing out of what is only a condition',
    operation: body({ type: 'object', not: { $ref: '#/components/schemas/Account' } }),
    tries: [echo({ name: 'x', password: 'p' }), [sent({ id: 1, name: 'x', password: 'p' }), wrong]],
  },
  {
    it: 'ends with 500 where a schema is a reference to something else',
    operation: body({ $ref: '#/components/parameters/Shared' }),
    tries: [[sent('5'), 500]],
  },
  {
    it: 'checks the items of a tuple',
    only: '3.1',
    operation: body({ type: 'array', prefixItems: [integer, string], items: false }),
    tries: [echo([1, 'x']), echo([1]), [sent([1, 2]), ['/body/1']], [sent([1, 'x', 2]), wrong]],
  },
  {
    it: 'checks a const',
    only: '3.1',
    operation: body({ type: 'object', properties: { a: { const: { b: [1] } } } }),
    tries: [echo({ a: { b: [1] } }), [sent({ a: { b: [2] } }), ['/body/a']]],
  },
  {
    it: 'checks conditions',
    only: '3.1',
    operation: body({
      type: 'object',
      if: { required: ['card'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['owner'] },
      else: { required: ['iban'] },
    }),
    tries: [
      echo({ card: 1, owner: 2 }),
      echo({ iban: 1 }),
      [sent({ card: 1 }), ['/body/owner']],
      [sent({}), ['/body/iban']],
    ],
  },
  {
    it: 'checks members that need each other',
    only: '3.1',
    operation: body({
      type: 'object',
      dependentRequired: { card: ['owner'] },
      dependentSchemas: { iban: { properties: { owner: integer } } },
    }),
    tries: [
      echo({ card: 1, owner: 'x' }),
      [sent({ card: 1 }), ['/body/owner']],
      [sent({ iban: 1, owner: 'x' }), ['/body/owner']],
    ],
  },
  {
    it: 'refuses what no part of a schema has looked at',
    only: '3.1',
    operation: body({
      allOf: [{ $ref: '#/components/schemas/Named' }],
      properties: { age: integer },
      unevaluatedProperties: false,
    }),
    tries: [echo({ name: 'x', age: 1 }), [sent({ name: 'x', size: 1 }), ['/body/size']]],
  },
  {
    it: 'counts items that fit',
    only: '3.1',
    operation: body({ type: 'array', contains: integer, minContains: 2, maxContains: 3 }),
    tries: [echo([1, 'x', 2]), [sent([1]), wrong], [sent([1, 2, 3, 4]), wrong]],
  },
  {
    it: 'checks the names of members',
    only: '3.1',
    operation: body({ type: 'object', propertyNames: { pattern: '^[a-z]+$' }, patternProperties: { '^n': integer } }),
    tries: [echo({ a: 'x', n: 1 }), [sent({ n: 'x' }), ['/body/n']], [sent({ A: 1 }), ['/body/A']]],
  },
  {
    it: 'follows anchors, and references into $defs',
    only: '3.1',
    operation: body({
      type: 'object',
      properties: { a: { $ref: '#anchored' }, b: { $ref: '#/components/schemas/WithDefs/$defs/small' } },
    }),
    tries: [echo({ a: 5, b: 1 }), [sent({ a: 'x' }), ['/body/a']], [sent({ b: 10 }), ['/body/b']]],
  },
  {
    it: 'takes true and false for schemas',
    only: '3.1',
    operation: body({ type: 'object', properties: { a: true, b: false } } as never),
    tries: [echo({ a: 1 }), [sent({ b: 1 }), ['/body/b']]],
  },
  {
    it: 'does not mind keywords that mean nothing to it',
    operation: (version) =>
      body({
        type: 'object',
        properties: {
          a: {
            ...integer,
            example: 'x',
            'x-own': 1,
            xml: { name: 'a' },
            externalDocs: { url: 'https://example.org' },
            ...(version === '3.1' ? { $comment: 'c', examples: ['x'], contentMediaType: 'x' } : {}),
          },
        },
        deprecated: true,
        title: 't',
        default: 5,
      }),
    tries: [echo({ a: 1 }), [sent({ a: 'x' }), ['/body/a']]],
  },
  {
    it: 'ends with 500 where a schema cannot be compiled, and lets nothing pass',
    operation: query({ type: 'string', pattern: '(' }),
    tries: [
      [{ path: '?a=x' }, 500],
      [{}, 500],
    ],
  },
]
