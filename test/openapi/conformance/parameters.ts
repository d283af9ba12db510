import {
  asked,
  type Case,
  color,
  found,
  integer,
  integers,
  nullable,
  parameter,
  query,
  string,
  strings,
} from './case.js'

const wrong = ['/query/a']

/** How texts become values: types, styles and places. */
export const parameterCases: Case[] = [
  {
    it: 'reads whole numbers as JSON writes them',
    operation: query(integer),
    tries: [
      [asked('a=0'), found(0)],
      [asked('a=-12'), found(-12)],
      [asked('a=9007199254740991'), found(9007199254740991)],
      ...['0x10', '5x', '', '+5', '%205', '05', '1.0', '1e3', '9007199254740993', 'NaN'].map(
        (text) => [asked(`a=${text}`), wrong] as const,
      ),
    ],
  },
  {
    it: 'reads numbers as JSON writes them',
    operation: query({ type: 'number' }),
    tries: [
      [asked('a=1.5'), found(1.5)],
      [asked('a=-0.25'), found(-0.25)],
      [asked('a=1e3'), found(1000)],
      [asked('a=5'), found(5)],
      ...['1.', '.5', '0x10', '', 'Infinity', '1e999', '1,5'].map((text) => [asked(`a=${text}`), wrong] as const),
    ],
  },
  {
    it: 'reads true and false, and nothing else, as booleans',
    operation: query({ type: 'boolean' }),
    tries: [
      [asked('a=true'), found(true)],
      [asked('a=false'), found(false)],
      ...['1', '0', 'True', 'yes', ''].map((text) => [asked(`a=${text}`), wrong] as const),
      [asked('a'), wrong],
    ],
  },
  {
    it: 'leaves texts as they are, an empty one too',
    operation: query(string),
    tries: [
      [asked('a=007'), found('007')],
      [asked('a=true'), found('true')],
      [asked('a='), found('')],
      [asked('a=x+y%2Bz'), found('x y+z')],
      [asked('a=%C3%A4%F0%9F%98%80'), found('ä😀')],
      [asked('a=b=c'), found('b=c')],
    ],
  },
  {
    it: 'refuses what is not encoded in UTF-8',
    operation: query(string),
    tries: [
      [asked('a=%FF'), wrong],
      [asked('a=%'), wrong],
    ],
  },
  {
    it: 'refuses an empty text that is shorter than allowed',
    operation: query({ type: 'string', minLength: 1 }),
    tries: [
      [asked('a='), wrong],
      [asked('a=b'), found('b')],
    ],
  },
  {
    it: 'takes an empty value where the parameter may be empty',
    operation: query(integer, { allowEmptyValue: true }),
    tries: [
      [asked('a='), found('')],
      [asked('a'), found('')],
      [asked('a=5'), found(5)],
      [asked('a=x'), wrong],
    ],
  },
  {
    it: 'refuses a single value that is given more than once',
    operation: query(integer),
    tries: [
      [asked('a=1&a=1'), wrong],
      [asked('a=1&%61=2'), wrong],
    ],
  },
  {
    it: 'refuses unknown parameters, each',
    operation: query(integer),
    tries: [
      [asked('b=1'), ['/query/b']],
      [asked('a=1&b=1&c=2&b=3'), ['/query/b', '/query/c']],
      [asked('A=1'), ['/query/A']],
      [asked('__proto__=1'), ['/query/__proto__']],
      [asked('x%2Fy=1'), ['/query/x~1y']],
    ],
  },
  {
    it: 'names every parameter that is wrong',
    path: '/{id}',
    operation: {
      parameters: [
        parameter('path', 'id', integer),
        parameter('query', 'a', integer),
        parameter('query', 'b', string, { required: true }),
        parameter('header', 'X-Count', integer),
        parameter('cookie', 'c', integer),
      ],
    },
    tries: [
      [
        { path: '/x?a=x', headers: { 'x-count': 'x', cookie: 'c=x' } },
        ['/cookie/c', '/header/X-Count', '/path/id', '/query/a', '/query/b'],
      ],
      [
        { path: '/1?a=2&b=t', headers: { 'x-count': '3', cookie: 'c=4' } },
        { path: { id: 1 }, query: { a: 2, b: 't' }, header: { 'X-Count': 3 }, cookie: { c: 4 } },
      ],
    ],
  },
  {
    it: 'asks for what is required only',
    operation: { parameters: [parameter('query', 'a', integer, { required: true }), parameter('query', 'b', integer)] },
    tries: [
      [asked(''), wrong],
      [asked('a=1'), found(1)],
    ],
  },
  {
    it: 'lets a parameter of the operation replace that of its path',
    operation: {
      pathItem: { parameters: [parameter('query', 'a', integer), parameter('query', 'b', integer)] },
      parameters: [parameter('query', 'a', { type: 'boolean' }), parameter('header', 'b', string)],
    },
    tries: [
      [
        { path: '?a=true&b=1', headers: { b: 'x' } },
        { query: { a: true, b: 1 }, header: { b: 'x' } },
      ],
      [asked('a=1'), wrong],
    ],
  },
  {
    it: 'follows references to parameters and schemas',
    operation: { parameters: [{ $ref: '#/components/parameters/Shared' }] },
    tries: [
      [asked('shared=5'), { query: { shared: 5 } }],
      [asked('shared=0'), ['/query/shared']],
    ],
  },
  {
    it: 'checks the limits of a value',
    operation: query({ type: 'integer', minimum: 1, maximum: 200, multipleOf: 5 }),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=0'), wrong],
      [asked('a=205'), wrong],
      [asked('a=7'), wrong],
    ],
  },
  {
    it: 'gives the values of an enum their types, with a type and without one',
    operation: {
      parameters: [
        parameter('query', 'a', { type: 'integer', enum: [1, 2] }),
        parameter('query', 'b', { enum: [1, 2.5] }),
      ],
    },
    tries: [
      [asked('a=1&b=2.5'), { query: { a: 1, b: 2.5 } }],
      [asked('b=1'), { query: { b: 1 } }],
      [asked('a=3'), wrong],
      [asked('b=x'), ['/query/b']],
    ],
  },
  { it: 'leaves a text of a schema that says nothing', operation: query({}), tries: [[asked('a=5'), found('5')]] },
  {
    it: 'finds the type through allOf',
    operation: query({ allOf: [{ $ref: '#/components/schemas/PositiveInteger' }, { maximum: 9 }] }),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=10'), wrong],
      [asked('a=0'), wrong],
      [asked('a=x'), wrong],
    ],
  },
  {
    it: 'takes a whole number for a number where a schema wants both',
    operation: query({ allOf: [{ type: 'number' }, integer] }),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=5.5'), wrong],
    ],
  },
  {
    it: 'ends with 500 for a parameter of the path that the path does not have',
    operation: { parameters: [parameter('path', 'id', string)] },
    tries: [[{}, 500]],
  },
  {
    it: 'ignores a type beside a reference',
    only: '3.0',
    operation: query({ $ref: '#/components/schemas/PositiveInteger', type: 'string' }),
    tries: [[asked('a=5'), found(5)]],
  },
  {
    it: 'takes what fits of several types',
    operation: query({
      oneOf: [{ type: 'integer', minimum: 100 }, { type: 'boolean' }, { type: 'string', pattern: '^\\d\\d?$' }],
    }),
    tries: [
      [asked('a=100'), found(100)],
      [asked('a=true'), found(true)],
      [asked('a=42'), found('42')],
      [asked('a=x'), wrong],
    ],
  },
  {
    it: 'takes one value or a list where either is allowed',
    operation: query({
      anyOf: [
        { type: 'string', enum: ['x', 'y'] },
        { type: 'array', items: integer },
      ],
    }),
    tries: [
      [asked('a=x'), found('x')],
      [asked('a=1&a=2'), found([1, 2])],
      [asked('a=1'), found([1])],
      [asked('a=z'), wrong],
    ],
  },
  {
    it: 'reads a value that may be null by its other type',
    operation: (version) => query(nullable(version, 'integer')),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=null'), wrong],
      [asked('a='), wrong],
    ],
  },
  {
    it: 'takes several types from a list of types',
    only: '3.1',
    operation: query({ type: ['integer', 'string'] }),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=5x'), found('5x')],
    ],
  },
  {
    it: 'gives a const its type',
    only: '3.1',
    operation: query({ const: 5 }),
    tries: [
      [asked('a=5'), found(5)],
      [asked('a=6'), wrong],
    ],
  },

  // Styles: OpenAPI 3.0.3, section 4.7.12.3
  {
    it: 'form, exploded: reads a list of repeated values',
    operation: query(integers),
    tries: [
      [asked('a=3&a=4&a=5'), found([3, 4, 5])],
      [asked('a=3'), found([3])],
      [asked('a=3&a=x&a=y'), ['/query/a/1', '/query/a/2']],
      [asked('a=3,4'), ['/query/a/0']],
      [asked('a='), ['/query/a/0']],
    ],
  },
  {
    it: 'form, not exploded: reads a list in one value, whose encoded commas are no delimiters',
    operation: query(strings, { explode: false }),
    tries: [
      [asked('a=x,y'), found(['x', 'y'])],
      [asked('a=x%2Cy,z'), found(['x,y', 'z'])],
      [asked('a=x&a=y'), wrong],
    ],
  },
  {
    it: 'form, exploded: reads an object of parameters with the names of its members',
    operation: { parameters: [parameter('query', 'a', color), parameter('query', 'b', integer)] },
    tries: [
      [asked('R=100&b=1&G=200'), { query: { a: { R: 100, G: 200 }, b: 1 } }],
      [asked('R=x'), ['/query/a/R']],
      [asked('R=1&R=2'), ['/query/a/R']],
      [asked('R=1&B=2'), ['/query/B']],
      [asked('b=1'), { query: { b: 1 } }],
    ],
  },
  {
    it: 'form, exploded: takes other names for members where the object may have any',
    operation: {
      parameters: [
        parameter('query', 'a', { type: 'object', additionalProperties: integer }),
        parameter('query', 'b', string),
      ],
    },
    tries: [
      [asked('x=1&y=2&b=t'), { query: { a: { x: 1, y: 2 }, b: 't' } }],
      [asked('x=t'), ['/query/a/x']],
    ],
  },
  {
    it: 'form, not exploded: reads an object of names and values',
    operation: query(color, { explode: false }),
    tries: [
      [asked('a=R,100,G,200'), found({ R: 100, G: 200 })],
      [asked('a=name,x%2Cy'), found({ name: 'x,y' })],
      [asked('a=R,100,G'), wrong],
      [asked('a=R,1,R,2'), wrong],
      [asked('a=B,1'), ['/query/a/B']],
    ],
  },
  {
    it: 'spaceDelimited: reads a list',
    operation: query(integers, { style: 'spaceDelimited', explode: false }),
    tries: [
      [asked('a=3%204+5'), found([3, 4, 5])],
      [asked('a=3,4'), ['/query/a/0']],
    ],
  },
  {
    it: 'pipeDelimited: reads a list',
    operation: query(integers, { style: 'pipeDelimited' }),
    tries: [
      [asked('a=3|4%7C5'), found([3, 4, 5])],
      [asked('a=3&a=4'), wrong],
    ],
  },
  {
    it: 'deepObject: reads an object of names in brackets',
    operation: query(
      { ...color, properties: { R: integer, G: integer, tags: integers, o: { type: 'object' } } },
      { style: 'deepObject', explode: true },
    ),
    tries: [
      [asked('a[R]=100&a[G]=200'), found({ R: 100, G: 200 })],
      [asked('a%5BR%5D=100'), found({ R: 100 })],
      [asked('a[tags]=1&a[tags]=2'), found({ tags: [1, 2] })],
      [asked('a[tags][]=1&a[tags][]=2'), found({ tags: [1, 2] })],
      [asked('a[R]=x'), ['/query/a/R']],
      [asked('a[o][x]=1'), found({ o: { x: '1' } })],
      [asked('a[o]=1&a[o][x]=2'), ['/query/a/o']],
      [asked('a[B]=1'), ['/query/a/B']],
      [asked('a[R]=1&a[R]=2'), ['/query/a/R']],
      [asked('a[__proto__][x]=1'), ['/query/a/__proto__']],
      [asked('a=1'), ['/query/a']],
    ],
  },
  {
    it: 'deepObject: goes no deeper than a schema needs',
    operation: query({ $ref: '#/components/schemas/Tree' }, { style: 'deepObject' }),
    tries: [
      [asked('a[child][child][name]=x'), found({ child: { child: { name: 'x' } } })],
      [
        asked(`a${'[child]'.repeat(1000)}[name]=x`),
        ['/query/a/child/child/child/child/child/child/child/child/child/child/child'],
      ],
    ],
  },
  {
    it: 'simple: reads the path',
    path: '/{id}/{ids}',
    operation: { parameters: [parameter('path', 'id', integer), parameter('path', 'ids', strings)] },
    tries: [
      [{ path: '/5/x,y' }, { path: { id: 5, ids: ['x', 'y'] } }],
      [{ path: '/5/x%2Cy,%C3%A4' }, { path: { id: 5, ids: ['x,y', 'ä'] } }],
      [{ path: '/0x5/x' }, ['/path/id']],
      [{ path: '/5%20/x' }, ['/path/id']],
    ],
  },
  {
    it: 'simple: reads an object in the path, exploded and not',
    path: '/{one}/{other}',
    operation: { parameters: [parameter('path', 'one', color), parameter('path', 'other', color, { explode: true })] },
    tries: [
      [{ path: '/R,100,G,200/R=1,G=2' }, { path: { one: { R: 100, G: 200 }, other: { R: 1, G: 2 } } }],
      [{ path: '/R,x/R=x' }, ['/path/one/R', '/path/other/R']],
      [{ path: '/R/R' }, ['/path/one', '/path/other']],
    ],
  },
  {
    it: 'label: reads values, lists and objects',
    path: '/{one}/{list}/{spread}/{object}',
    operation: {
      parameters: [
        parameter('path', 'one', integer, { style: 'label' }),
        parameter('path', 'list', integers, { style: 'label' }),
        parameter('path', 'spread', integers, { style: 'label', explode: true }),
        parameter('path', 'object', color, { style: 'label', explode: true }),
      ],
    },
    tries: [
      [
        { path: '/.5/.3,4/.3.4/.R=100.G=200' },
        { path: { one: 5, list: [3, 4], spread: [3, 4], object: { R: 100, G: 200 } } },
      ],
      // As the tables of 3.0.3 and 3.1.0 have it
      [{ path: '/.5/.3.4/.3/.R=1' }, { path: { one: 5, list: [3, 4], spread: [3], object: { R: 1 } } }],
      [{ path: '/5/3/3/R' }, ['/path/list', '/path/object', '/path/one', '/path/spread']],
    ],
  },
  {
    it: 'matrix: reads values, lists and objects',
    path: '/{one}/{list}/{spread}/{object}/{flat}',
    operation: {
      parameters: [
        parameter('path', 'one', integer, { style: 'matrix' }),
        parameter('path', 'list', integers, { style: 'matrix' }),
        parameter('path', 'spread', integers, { style: 'matrix', explode: true }),
        parameter('path', 'object', color, { style: 'matrix', explode: true }),
        parameter('path', 'flat', color, { style: 'matrix' }),
      ],
    },
    tries: [
      [
        { path: '/;one=5/;list=3,4/;spread=3;spread=4/;R=100;G=200/;flat=R,100' },
        { path: { one: 5, list: [3, 4], spread: [3, 4], object: { R: 100, G: 200 }, flat: { R: 100 } } },
      ],
      [
        { path: '/;two=5/list=3/;spread=3;spred=4/;R/;flat=R' },
        ['/path/flat', '/path/list', '/path/object', '/path/one', '/path/spread'],
      ],
    ],
  },
  {
    it: 'header: reads values, lists and objects, in any letter case and with blanks',
    operation: {
      parameters: [
        parameter('header', 'X-One', integer),
        parameter('header', 'X-List', integers),
        parameter('header', 'X-Object', color),
        parameter('header', 'X-Spread', color, { explode: true }),
      ],
    },
    tries: [
      [
        { headers: { 'x-one': '5', 'X-LIST': '3, 4 ,5', 'x-object': 'R,100,G,200', 'x-spread': 'R=1,G=2' } },
        { header: { 'X-One': 5, 'X-List': [3, 4, 5], 'X-Object': { R: 100, G: 200 }, 'X-Spread': { R: 1, G: 2 } } },
      ],
      [{ headers: { 'x-list': ['3', '4'] } }, { header: { 'X-List': [3, 4] } }],
      [{ headers: { 'x-one': ['5', '6'], 'x-list': '3;4' } }, ['/header/X-List/0', '/header/X-One']],
      [{ headers: { 'x-one': '', 'x-unknown': 'x' } }, ['/header/X-One']],
    ],
  },
  {
    it: 'header: refuses a text that is given in several lines',
    operation: { parameters: [parameter('header', 'X-Text', string)] },
    tries: [
      [{ headers: { 'x-text': 'a, b' } }, { header: { 'X-Text': 'a, b' } }],
      [{ headers: { 'x-text': ['a', 'b'] } }, ['/header/X-Text']],
    ],
  },
  {
    it: 'header: ignores what is described otherwise',
    operation: {
      parameters: ['Accept', 'content-type', 'Authorization'].map((name) =>
        parameter('header', name, integer, { required: true }),
      ),
    },
    tries: [[{ headers: { accept: 'text/html' } }, { header: {} }]],
  },
  {
    it: 'cookie: reads values and lists, and lets others be',
    operation: {
      parameters: [
        parameter('cookie', 'one', integer),
        parameter('cookie', 'list', integers, { explode: false }),
        parameter('cookie', 'spread', integers),
        parameter('cookie', 'text', string),
      ],
    },
    tries: [
      [
        { headers: { cookie: 'one=5; list=3,4; session=x; spread=3&spread=4; text=a+b%20c' } },
        { cookie: { one: 5, list: [3, 4], spread: [3, 4], text: 'a+b c' } },
      ],
      [{ headers: { cookie: 'one=5; one=6; list=x' } }, ['/cookie/list/0', '/cookie/one']],
      [{ headers: { cookie: 'text="quoted"' } }, { cookie: { text: 'quoted' } }],
    ],
  },
  {
    it: 'content: reads JSON, and coerces nothing in it',
    operation: {
      parameters: [
        { name: 'a', in: 'query', content: { 'application/json': { schema: color } } },
        { name: 'X-Filter', in: 'header', content: { 'application/json': { schema: color } } },
      ],
    },
    tries: [
      [asked(`a=${encodeURIComponent('{"R":100}')}`), found({ R: 100 })],
      [asked(`a=${encodeURIComponent('{"R":"100"}')}`), ['/query/a/R']],
      [asked('a={'), wrong],
      [{ headers: { 'x-filter': '{"name":"100%"}' } }, { header: { 'X-Filter': { name: '100%' } } }],
    ],
  },
  {
    it: 'lets the credentials of the operation stand in the query',
    operation: { security: [{ ApiKeyQuery: [] }, {}], ...query(integer) },
    tries: [
      [asked('a=5&api-key=whatever'), found(5)],
      [asked('a=5&api-kee=whatever'), ['/query/api-kee']],
    ],
  },
  {
    it: 'takes a credential that the operation does not ask for as unknown',
    operation: query(integer),
    tries: [[asked('a=5&api-key=whatever'), ['/query/api-key']]],
  },
  {
    it: 'tells twenty errors at most',
    operation: query(integers),
    tries: [
      [
        asked(Array.from({ length: 1000 }, (_, index) => `u${index}=1`).join('&')),
        Array.from({ length: 20 }, (_, index) => `/query/u${index}`).sort(),
      ],
    ],
  },
]
