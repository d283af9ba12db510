/** A document that ends the start: what is wrong with it, its text, and what is said of it behind the path of its file. */
export type BadDocument = [what: string, content: string, says: string]

const info = 'info: { title: T, version: "1" }'
const in30 = (rest: string) => `openapi: 3.0.3\n${info}\n${rest}`
const in31 = (rest: string) => `openapi: 3.1.0\n${info}\n${rest}`

const names = [...'abcdefghij']
/** Each of its aliases stands for ten times as much as the one before. */
const bomb = names
  .map((name, index) => {
    const item = index === 0 ? 'x' : `*${names[index - 1]}`
    return `${name}: &${name} [${Array(10).fill(item).join(', ')}]\n`
  })
  .join('')

export const badDocuments: Readonly<Record<string, readonly BadDocument[]>> = {
  'no text that can be read': [
    [
      'YAML with a list that does not end',
      `openapi: 3.0.3
${info}
paths:
  /a: { get: [
`,
      ':5:1: Flow sequence in block collection must be sufficiently indented and end with a ]; mend it there',
    ],
    [
      'YAML that is not aligned',
      `openapi: 3.0.3
info:
  title: T
 version: "1"
`,
      ':4:1: All mapping items must start at the same column; mend it there',
    ],
    [
      'YAML with a tab',
      `openapi: 3.0.3
info:
	title: T
`,
      ':3:1: Tabs are not allowed as indentation; mend it there',
    ],
    [
      'YAML with a colon too many',
      `openapi: 3.0.3
info: a: b
`,
      ':2:7: Nested mappings are not allowed in compact mappings; mend it there',
    ],
    [
      'YAML with a quote that does not end',
      `openapi: "3.0.3
info: {}
`,
      ':3:1: Missing closing "quote; mend it there',
    ],
    [
      'YAML with a name twice at the top',
      in30(`paths: {}
paths: {}
`),
      ':4:1: this name stands in its object twice; keep one of them',
    ],
    [
      'YAML with a path twice',
      in30(`paths:
  /a: {}
  /b: {}
  /a: {}
`),
      ':6:3: this name stands in its object twice; keep one of them',
    ],
    [
      'YAML with a tag that nothing knows',
      in30(`paths: !include paths.yaml
`),
      ':3:8: Unresolved tag: !include; mend it there',
    ],
    [
      'YAML of two documents',
      in30(`paths: {}
---
openapi: 3.1.0
`),
      ':4:1: a second document begins here; keep one of them',
    ],
    [
      'YAML with an alias of nothing',
      in30(`paths: *paths
`),
      ':3:8: the alias *paths stands for nothing; name an anchor that is before it',
    ],
    [
      'YAML with an alias of what comes later',
      in30(`paths: { /a: *a }
x-a: &a {}
`),
      ':3:14: the alias *a stands for nothing; name an anchor that is before it',
    ],
    [
      'YAML with an alias within what it stands for',
      in30(`paths: &paths
  /a: *paths
`),
      ':4:7: the alias *paths stands in what it stands for; use a $ref',
    ],
    [
      'YAML whose aliases grow beyond all memory',
      bomb,
      ' cannot be read as YAML: its aliases stand for too much; write out some of them',
    ],
    [
      'YAML that merges what is no object',
      in30(`paths: { <<: [5] }\n`),
      ' cannot be read as YAML: Merge sources must be maps or map aliases',
    ],
    [
      'JSON without a comma',
      `{
  "openapi": "3.0.3",
  "info": { "title": "T" "version": "1" }
}
`,
      ':3:26: this does not belong here; a comma, colon or quote may be missing before it',
    ],
    [
      'JSON that is cut off',
      `{
  "openapi": "3.0.3",
  "info": {`,
      ':3:12: Flow map in block collection must be sufficiently indented and end with a }; mend it there',
    ],
    [
      'JSON with a name twice at the top',
      `{
  "openapi": "3.0.3",
  "openapi": "3.1.0"
}
`,
      ':3:3: "openapi" stands here twice; keep one of them',
    ],
    [
      'JSON with a path twice, once escaped',
      `{
  "paths": {
    "/a": {},
    "\\u002fa": {}
  }
}
`,
      ':4:5: "/a" stands here twice; keep one of them',
    ],
    ['an empty file', '', ' is no OpenAPI document: it must be an object with the members openapi, info and paths'],
    [
      'nothing but a comment',
      `# later
`,
      ' is no OpenAPI document: it must be an object with the members openapi, info and paths',
    ],
    [
      'a list',
      `- a
`,
      ' is no OpenAPI document: it must be an object with the members openapi, info and paths',
    ],
    [
      'a word',
      `hello
`,
      ' is no OpenAPI document: it must be an object with the members openapi, info and paths',
    ],
    ['null in JSON', 'null', ' is no OpenAPI document: it must be an object with the members openapi, info and paths'],
    ['a list in JSON', '[]', ' is no OpenAPI document: it must be an object with the members openapi, info and paths'],
  ],
  'no OpenAPI 3.0 or 3.1': [
    [
      'Swagger 2',
      `swagger: "2.0"
${info}
paths: {}
`,
      ':1:1 (#/swagger): is Swagger 2; convert it to OpenAPI 3.0 or 3.1',
    ],
    [
      'OpenAPI 4',
      `openapi: 4.0.0
${info}
paths: {}
`,
      ':1:1 (#/openapi): must be the version of OpenAPI, 3.0.x or 3.1.x, as a string',
    ],
    [
      'OpenAPI 3.2',
      `openapi: 3.2.0
${info}
paths: {}
`,
      ':1:1 (#/openapi): must be the version of OpenAPI, 3.0.x or 3.1.x, as a string',
    ],
    [
      'a version that YAML takes for a number',
      `openapi: 3.0
${info}
paths: {}
`,
      ':1:1 (#/openapi): must be the version of OpenAPI, 3.0.x or 3.1.x, as a string',
    ],
    [
      'no version',
      `${info}
paths: {}
`,
      ':1:1 (#/openapi): must be the version of OpenAPI, 3.0.x or 3.1.x, as a string',
    ],
    [
      'no version in JSON, told where the object begins',
      `
{ "info": {}, "paths": {} }`,
      ':2:1 (#/openapi): must be the version of OpenAPI, 3.0.x or 3.1.x, as a string',
    ],
    [
      'no info',
      `openapi: 3.0.3
paths: {}
`,
      ':1:1 (#): has no info, which must have a title and a version',
    ],
    [
      'an info that is text',
      `openapi: 3.0.3
info: T
paths: {}
`,
      ':2:1 (#/info): must be an object',
    ],
    [
      'no paths in 3.0',
      in30(''),
      ':1:1 (#): has no paths, which OpenAPI 3.0 wants; where there are none, write paths: {}',
    ],
    [
      'Swagger 2 before all else that is wrong with it',
      `swagger: "2.0"
${info}
paths: { a: {} }
tags: {}
`,
      ':1:1 (#/swagger): is Swagger 2; convert it to OpenAPI 3.0 or 3.1',
    ],
  ],
  'another shape than OpenAPI has': [
    [
      'paths of nothing',
      in30(`paths:
`),
      ':3:1 (#/paths): must be an object',
    ],
    [
      'paths in a list',
      in30(`paths: []
`),
      ':3:1 (#/paths): must be an object',
    ],
    [
      'a path of nothing',
      in30(`paths:
  /a:
`),
      ':4:3 (#/paths/~1a): must be an object',
    ],
    [
      'an operation of nothing',
      in30(`paths:
  /a:
    get:
`),
      ':5:5 (#/paths/~1a/get): must be an object',
    ],
    [
      'components in a list',
      in30(`paths: {}
components: []
`),
      ':4:1 (#/components): must be an object',
    ],
    [
      'schemas in a list',
      in30(`paths: {}
components:
  schemas: []
`),
      ':5:3 (#/components/schemas): must be an object',
    ],
    [
      'tags in an object',
      in30(`paths: {}
tags: {}
`),
      ':4:1 (#/tags): must be a list',
    ],
    [
      'a tag that is text',
      in30(`paths: {}
tags: [{ name: a }, b]
`),
      ':4:21 (#/tags/1): must be an object',
    ],
    [
      'servers in an object',
      in30(`servers: { url: /v1 }
paths:
  /a: { get: { responses: {} } }
`),
      ':3:1 (#/servers): must be a list',
    ],
    [
      'security in an object',
      in30(`security: { ApiKeyHeader: [] }
paths:
  /a: { get: { responses: {} } }
`),
      ':3:1 (#/security): must be a list',
    ],
    [
      'a requirement that is text',
      in30(`security: [ApiKeyHeader]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:12 (#/security/0): must be an object',
    ],
    [
      'an operationId that is a number',
      in30(`paths:
  /a: { get: { operationId: 5, responses: {} } }
`),
      ':4:16 (#/paths/~1a/get/operationId): must be a string',
    ],
  ],
  'references that lead nowhere': [
    [
      'one to a response that is not there',
      in30(`paths:
  /a:
    get:
      responses:
        "200": { $ref: '#/components/responses/None' }
`),
      ':7:18 (#/paths/~1a/get/responses/200/$ref): leads to nothing: #/components/responses/None; add what it names, or correct it',
    ],
    [
      'one to a schema that is not there',
      in30(`paths: {}
components:
  schemas:
    A: { properties: { b: { $ref: '#/components/schemas/B' } } }
`),
      ':6:29 (#/components/schemas/A/properties/b/$ref): leads to nothing: #/components/schemas/B; add what it names, or correct it',
    ],
    [
      'one to a file',
      in30(`paths:
  /a: { $ref: ./a.yaml }
`),
      ':4:9 (#/paths/~1a/$ref): leads out of this document, to ./a.yaml; bundle the files into one document, and refer to what is in it with #/…',
    ],
    [
      'one into a file',
      in30(`paths: {}
components:
  schemas:
    A: { $ref: 'a.yaml#/A' }
`),
      ':6:10 (#/components/schemas/A/$ref): leads out of this document, to a.yaml#/A; bundle the files into one document, and refer to what is in it with #/…',
    ],
    [
      'one to another host',
      in30(`paths: {}
components:
  schemas:
    A: { $ref: 'https://example.com/a.json' }
`),
      ':6:10 (#/components/schemas/A/$ref): leads out of this document, to https://example.com/a.json; bundle the files into one document, and refer to what is in it with #/…',
    ],
    [
      'one to itself',
      in30(`paths: {}
components:
  schemas:
    A: { $ref: '#/components/schemas/A' }
`),
      ':6:10 (#/components/schemas/A/$ref): leads in a circle: #/components/schemas/A; write out, at one of the places on it, what is meant',
    ],
    [
      'two to each other',
      in30(`paths: {}
components:
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { $ref: '#/components/schemas/A' }
`),
      ':7:10 (#/components/schemas/B/$ref): leads in a circle: #/components/schemas/A; write out, at one of the places on it, what is meant',
    ],
    [
      'paths that are each other',
      in30(`paths:
  /a: { $ref: '#/paths/~1b' }
  /b: { $ref: '#/paths/~1a' }
`),
      ':4:9 (#/paths/~1a/$ref): leads in a circle: #/paths/~1b; write out, at one of the places on it, what is meant',
    ],
    [
      'a parameter that is itself',
      in30(`paths:
  /a: { get: { parameters: [{ $ref: '#/components/parameters/A' }], responses: {} } }
components:
  parameters:
    A: { $ref: '#/components/parameters/A' }
`),
      ':7:10 (#/components/parameters/A/$ref): leads in a circle: #/components/parameters/A; write out, at one of the places on it, what is meant',
    ],
    [
      'one to an anchor that is not there',
      in31(`paths: {}
components:
  schemas:
    A: { $ref: '#none' }
`),
      ':6:10 (#/components/schemas/A/$ref): leads to nothing: #none; add what it names, or correct it',
    ],
    [
      'a dynamic one to an anchor that is not there',
      in31(`paths: {}
components:
  schemas:
    A: { items: { $dynamicRef: '#none' } }
`),
      ':6:19 (#/components/schemas/A/items/$dynamicRef): leads to nothing: #none; add what it names, or correct it',
    ],
    [
      'one by an anchor to itself',
      in31(`paths: {}
components:
  schemas:
    A: { $anchor: a, $ref: '#a' }
`),
      ':6:22 (#/components/schemas/A/$ref): leads in a circle: #a; write out, at one of the places on it, what is meant',
    ],
  ],
  'operations and paths that are not told apart': [
    [
      'an operationId twice',
      in30(`paths:
  /a: { get: { operationId: same, responses: {} } }
  /b: { get: { operationId: same, responses: {} } }
`),
      ':5:16 (#/paths/~1b/get/operationId): is used twice: #/paths/~1a/get is called same too; rename one of them',
    ],
    [
      'paths that differ in the name of a parameter',
      in30(`paths:
  /a/{b}: { get: { responses: {} } }
  /a/{c}: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1a~1{c}): matches the same requests as /a/{b}: they differ in the names of parameters only, and have a method in common; keep one of them',
    ],
    [
      'paths that differ in letter case',
      in30(`paths:
  /Me: { get: { responses: {} } }
  /me: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1me): matches the same requests as /Me: they differ in the names of parameters, letter case, encoding or slashes only; keep one of them',
    ],
    [
      'paths that differ in a slash',
      in30(`paths:
  /a: { get: { responses: {} } }
  /a/: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1a~1): matches the same requests as /a: they differ in the names of parameters, letter case, encoding or slashes only; keep one of them',
    ],
    [
      'paths that differ in encoding, told at the one that is encoded',
      in30(`paths:
  /a: { get: { responses: {} } }
  /%61: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1%2561): matches the same requests as /a: they differ in the names of parameters, letter case, encoding or slashes only; keep one of them',
    ],
    [
      'paths that their servers make the same',
      in30(`paths:
  /v1/a: { get: { responses: {} } }
  /a: { servers: [{ url: /v1 }], get: { responses: {} } }
`),
      ':5:3 (#/paths/~1a): matches the same requests as /v1/a: with the paths of their servers, both are /v1/a; keep one of them',
    ],
    [
      'paths that their servers make alike',
      in30(`paths:
  /v1/{b}: { get: { responses: {} } }
  /{c}: { servers: [{ url: /v1 }], get: { responses: {} } }
`),
      ':5:3 (#/paths/~1{c}): matches the same requests as /v1/{b}: they differ in the names of parameters only, and have a method in common; keep one of them',
    ],
    [
      'servers that differ in letter case',
      in30(`servers: [{ url: /v1 }, { url: /V1 }]
paths:
  /a: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1a): matches the same requests as /v1/a, under another server: they differ in the names of parameters, letter case, encoding or slashes only; keep one of them',
    ],
    [
      'a path with a $ref and operations',
      in30(`paths:
  /a: { get: { responses: {} } }
  /b:
    $ref: '#/paths/~1a'
    post: { responses: {} }
`),
      ':5:3 (#/paths/~1b): has a $ref and operations or parameters beside it, of which one would not count; move them to where it leads',
    ],
  ],
  'servers whose path is no plain prefix': [
    [
      'a variable',
      in30(`servers:
  - url: https://example.com/{version}
    variables: { version: { default: v1 } }
paths:
  /a: { get: { responses: {} } }
`),
      ':4:5 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'a query',
      in30(`servers: [{ url: https://example.com/v1?x=1 }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'a fragment',
      in30(`servers: [{ url: '/v1#x' }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'dots',
      in30(`servers: [{ url: ../v1 }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'an encoding',
      in30(`servers: [{ url: /v%31 }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'a doubled slash',
      in30(`servers: [{ url: /v1//x }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'no path at all',
      in30(`servers: [{ url: 'mailto:me@example.com' }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:13 (#/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'the second of two',
      in30(`servers: [{ url: /v1 }, { url: '/{v}' }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:27 (#/servers/1/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'that of a path',
      in30(`paths:
  /a: { servers: [{ url: '/{v}' }], get: { responses: {} } }
`),
      ':4:21 (#/paths/~1a/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'that of an operation',
      in30(`paths:
  /a: { get: { servers: [{ url: '/{v}' }], responses: {} } }
`),
      ':4:28 (#/paths/~1a/get/servers/0/url): must have a plain path, such as /v1: no variable, query, encoding or dots in it',
    ],
    [
      'no URL',
      in30(`servers: [{ description: Here }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:11 (#/servers/0/url): must be a string',
    ],
  ],
  'templates that are none': [
    [
      'a brace that does not end',
      in30(`paths:
  '/a/{b': {}
`),
      ':4:3 (#/paths/~1a~1{b): has a brace that is not part of a {parameter} within one segment; close it, and put a name into it',
    ],
    [
      'a brace that does not begin',
      in30(`paths:
  '/a/b}': {}
`),
      ':4:3 (#/paths/~1a~1b}): has a brace that is not part of a {parameter} within one segment; close it, and put a name into it',
    ],
    [
      'a parameter without a name',
      in30(`paths:
  '/a/{}': {}
`),
      ':4:3 (#/paths/~1a~1{}): has a brace that is not part of a {parameter} within one segment; close it, and put a name into it',
    ],
    [
      'a parameter with a slash in it',
      in30(`paths:
  '/a/{b/c}': {}
`),
      ':4:3 (#/paths/~1a~1{b~1c}): has a brace that is not part of a {parameter} within one segment; close it, and put a name into it',
    ],
    [
      'no slash at the beginning',
      in30(`paths:
  'a/b': {}
`),
      ':4:3 (#/paths/a~1b): must begin with a slash',
    ],
    [
      'nothing',
      in30(`paths:
  '': {}
`),
      ':4:3 (#/paths/): must begin with a slash',
    ],
    [
      'a parameter twice',
      in30(`paths:
  '/a/{b}/{b}': {}
`),
      ':4:3 (#/paths/~1a~1{b}~1{b}): has the parameter {b} twice; name one of them otherwise',
    ],
    [
      'a query',
      in30(`paths:
  '/a?b={b}': {}
`),
      ':4:3 (#/paths/~1a?b={b}): must be a path: leave the query or fragment out, and declare what it says as a parameter',
    ],
    [
      'a fragment',
      in30(`paths:
  '/a#b': {}
`),
      ':4:3 (#/paths/~1a#b): must be a path: leave the query or fragment out, and declare what it says as a parameter',
    ],
    [
      'a doubled slash',
      in30(`paths:
  '/a//b': {}
`),
      ':4:3 (#/paths/~1a~1~1b): has a doubled slash, which servers and proxies take for one; write one',
    ],
    [
      'dots',
      in30(`paths:
  '/a/../b': {}
`),
      ':4:3 (#/paths/~1a~1..~1b): has a dot segment, a NUL or a broken percent-encoding in it, which must be taken out',
    ],
    [
      'an encoded slash',
      in30(`paths:
  '/a%2Fb': {}
`),
      ':4:3 (#/paths/~1a%252Fb): has a backslash or an encoded slash, which some take for a slash and some do not; take it out',
    ],
    [
      'a backslash',
      in30(`paths:
  '/a\\b': {}
`),
      ':4:3 (#/paths/~1a\\b): has a backslash or an encoded slash, which some take for a slash and some do not; take it out',
    ],
    [
      'a broken encoding',
      in30(`paths:
  '/a%zz': {}
`),
      ':4:3 (#/paths/~1a%25zz): has a dot segment, a NUL or a broken percent-encoding in it, which must be taken out',
    ],
    [
      'two parameters that touch',
      in30(`paths:
  '/{a}{b}': {}
`),
      ':4:3 (#/paths/~1{a}{b}): has two parameters with nothing between them: where one ends is not known; put text between them',
    ],
    [
      'a character of a private use',
      in30(`paths:
  "/a\\uE000": {}
`),
      ':4:3 (#/paths/~1a): has a character of a private use in it; take it out',
    ],
    [
      'half of a character, which only JSON can write',
      `{
  "openapi": "3.0.3",
  "info": {},
  "paths": {
    "/\\ud800": {}
  }
}
`,
      ':5:5 (#/paths/~1\ud800): has half of a character in it; take it out',
    ],
  ],
  'security that cannot be checked': [
    [
      'a scheme that is not declared',
      in30(`paths:
  /a: { get: { security: [{ Nobody: [] }], responses: {} } }
`),
      ':4:29 (#/paths/~1a/get/security/0/Nobody): names the scheme Nobody, which the document does not declare; do so in components.securitySchemes',
    ],
    [
      'a scheme that is not declared, for all operations',
      in30(`security: [{ Nobody: [] }]
paths:
  /a: { get: { responses: {} } }
`),
      ':3:14 (#/security/0/Nobody): names the scheme Nobody, which the document does not declare; do so in components.securitySchemes',
    ],
    [
      'a scheme without a handler',
      in30(`paths:
  /a: { get: { security: [{ Token: [] }], responses: {} } }
components:
  securitySchemes:
    Token: { type: http, scheme: bearer }
`),
      ':7:5 (#/components/securitySchemes/Token): Token is of the type http, which nothing checks; give simpleSecurity the option `schemes: { Token: (ctx) => … }`',
    ],
    [
      'a scheme without a type',
      in30(`paths: {}
components:
  securitySchemes:
    A: {}
`),
      ':6:5 (#/components/securitySchemes/A/type): must be a string',
    ],
    [
      'a key in the body',
      in30(`paths: {}
components:
  securitySchemes:
    A: { type: apiKey, in: body, name: a }
`),
      ':6:24 (#/components/securitySchemes/A/in): must be header, query or cookie',
    ],
    [
      'a key in no place',
      in30(`paths: {}
components:
  securitySchemes:
    A: { type: apiKey, name: a }
`),
      ':6:5 (#/components/securitySchemes/A/in): must be a string',
    ],
    [
      'a key in a header of an impossible name',
      in30(`paths: {}
components:
  securitySchemes:
    A: { type: apiKey, in: header, name: a b }
`),
      ':6:36 (#/components/securitySchemes/A/name): must be a name that a header can have',
    ],
    [
      'a key of an empty name',
      in30(`paths: {}
components:
  securitySchemes:
    A: { type: apiKey, in: query, name: '' }
`),
      ':6:35 (#/components/securitySchemes/A/name): must not be empty',
    ],
    [
      'a key without a name',
      in30(`paths: {}
components:
  securitySchemes:
    A: { type: apiKey, in: query }
`),
      ':6:5 (#/components/securitySchemes/A/name): must be a string',
    ],
    [
      'scopes in the requirement of a key, in 3.0',
      in30(`paths:
  /a: { get: { security: [{ ApiKeyHeader: [a] }], responses: {} } }
`),
      ':4:29 (#/paths/~1a/get/security/0/ApiKeyHeader): must be empty in OpenAPI 3.0; name the scopes in x-required-scopes',
    ],
    [
      'a scope in the requirement that no key can have, in 3.1',
      in31(`paths:
  /a: { get: { security: [{ ApiKeyHeader: [a b] }], responses: {} } }
`),
      ':4:44 (#/paths/~1a/get/security/0/ApiKeyHeader/0): must be a scope that a key can have: 1 to 100 visible ASCII characters without blanks, quotes and backslashes',
    ],
    [
      'a requirement without a list',
      in30(`paths:
  /a: { get: { security: [{ ApiKeyHeader: a }], responses: {} } }
`),
      ':4:29 (#/paths/~1a/get/security/0/ApiKeyHeader): must be a list',
    ],
    [
      'x-required-scopes without a list',
      in30(`paths:
  /a: { get: { x-required-scopes: a, security: [{ ApiKeyHeader: [] }], responses: {} } }
`),
      ':4:16 (#/paths/~1a/get/x-required-scopes): must be a list',
    ],
    [
      'a scope that is a number',
      in30(`paths:
  /a: { get: { x-required-scopes: [1], security: [{ ApiKeyHeader: [] }], responses: {} } }
`),
      ':4:36 (#/paths/~1a/get/x-required-scopes/0): must be a string',
    ],
    [
      'a scope that no key can have',
      in30(`paths:
  /a: { get: { x-required-scopes: [a, b c], security: [{ ApiKeyHeader: [] }], responses: {} } }
`),
      ':4:39 (#/paths/~1a/get/x-required-scopes/1): must be a scope that a key can have: 1 to 100 visible ASCII characters without blanks, quotes and backslashes',
    ],
    [
      'scopes where no key is asked for',
      in30(`paths:
  /a: { get: { x-required-scopes: [a], responses: {} } }
`),
      ':4:16 (#/paths/~1a/get/x-required-scopes): asks for scopes, which only API keys have, and its security takes no API key; name a scheme of the type apiKey there',
    ],
    [
      'scopes on a path',
      in30(`paths:
  /a: { x-required-scopes: [a], get: { responses: {} } }
`),
      ':4:9 (#/paths/~1a/x-required-scopes): counts for nothing here; write it on each operation',
    ],
    [
      'scopes on the document',
      in30(`paths: {}
x-required-scopes: [a]
`),
      ':4:1 (#/x-required-scopes): counts for nothing here; write it on each operation',
    ],
    [
      'security on a path',
      in30(`paths:
  /a: { security: [{ ApiKeyHeader: [] }], get: { responses: {} } }
`),
      ':4:9 (#/paths/~1a/security): counts for nothing here; write it on each operation',
    ],
  ],
  'names of the key administration': [
    [
      'a path',
      in30(`paths:
  /auth/keys: { get: { responses: {} } }
`),
      ':4:3 (#/paths/~1auth~1keys): is a path of the key administration; name it otherwise',
    ],
    [
      'a path, with other methods',
      in30(`paths:
  /auth/keys/{keyId}: { put: { responses: {} } }
`),
      ':4:3 (#/paths/~1auth~1keys~1{keyId}): is a path of the key administration; name it otherwise',
    ],
    [
      'a path that a router may take for one',
      in30(`paths:
  /Auth/keys/{id}: { get: { responses: {} } }
`),
      ':4:3 (#/paths/~1Auth~1keys~1{id}): matches the same requests as /auth/keys/{keyId}, a path of the key administration; name it otherwise',
    ],
    [
      'a path that is one under its server',
      in30(`servers: [{ url: /auth }]
paths:
  /keys: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1keys): is /auth/keys under its server, and so matches the same requests as /auth/keys, a path of the key administration; name it otherwise',
    ],
    [
      'a path that a router may take for one under its server',
      in30(`servers: [{ url: /auth }]
paths:
  /keys/{id}: { get: { responses: {} } }
`),
      ':5:3 (#/paths/~1keys~1{id}): is /auth/keys/{id} under its server, and so matches the same requests as /auth/keys/{keyId}, a path of the key administration; name it otherwise',
    ],
    [
      'an operationId',
      in30(`paths:
  /a: { get: { operationId: listKeys, responses: {} } }
`),
      ':4:16 (#/paths/~1a/get/operationId): listKeys is the operationId of an operation of the key administration; name it otherwise',
    ],
    [
      'a tag that is declared',
      in30(`paths: {}
tags: [{ name: a }, { name: _auth }]
`),
      ':4:23 (#/tags/1/name): _auth is a tag of the key administration; name it otherwise',
    ],
    [
      'a tag of an operation',
      in30(`paths:
  /a: { get: { tags: [a, _auth], responses: {} } }
`),
      ':4:26 (#/paths/~1a/get/tags/1): _auth is a tag of the key administration; name it otherwise',
    ],
    [
      'a scheme that is no key',
      in30(`paths:
  /a: { get: { security: [{ ApiKeyHeader: [] }], responses: {} } }
components:
  securitySchemes:
    ApiKeyHeader: { type: http, scheme: bearer }
`),
      ':7:5 (#/components/securitySchemes/ApiKeyHeader): ApiKeyHeader is of the type http, which nothing checks; give simpleSecurity the option `schemes: { ApiKeyHeader: (ctx) => … }`',
    ],
  ],
}
