/** A document of a user's, with one of everything that hiding and selecting must understand. */

const json = (schema: object, more: object = {}) => ({ content: { 'application/json': { schema, ...more } } })
const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const answer = (body: object, more: object = {}) => ({ '200': { description: 'Done.', ...json(body), ...more } })

export function galleryOf(version: '3.0.3' | '3.1.0') {
  const is31 = version === '3.1.0'
  return {
    openapi: version,
    info: { title: 'Gallery', version: '7.2.1', 'x-logo': { url: 'logo.png', 'x-internal': true } },
    ...(is31 ? { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' } : {}),
    servers: [{ url: 'https://gallery.example/v1' }],
    'x-top': { $ref: '#/not/a/reference', required: ['x'], nothing: null },
    tags: [
      { name: 'rooms', description: 'Where it hangs.', externalDocs: { url: 'https://gallery.example' } },
      { name: 'pictures' },
      { name: 'staff', 'x-internal': true },
      { name: 'later', description: 'Nothing has it yet.' },
    ],
    'x-tagGroups': [
      { name: 'For all', tags: ['rooms', 'pictures'] },
      { name: 'For us', tags: ['staff'] },
    ],
    security: [{ VisitorKey: [] }],
    paths: {
      '/pictures': {
        get: {
          operationId: 'listPictures',
          tags: ['pictures', 'staff'],
          security: [],
          parameters: [
            { $ref: '#/components/parameters/Page' },
            { name: 'secretSort', in: 'query', 'x-internal': true, schema: { type: 'string' } },
          ],
          responses: answer(
            { type: 'array', items: schema('Picture') },
            {
              links: {
                buy: { operationId: 'buyPicture' },
                archive: { operationId: 'archivePicture' },
                archiveByPlace: { operationRef: '#/paths/~1pictures~1%7Bid%7D~1archive/post' },
                roomByPlace: { operationRef: '#/paths/~1rooms~1%7Bid%7D/get' },
                elsewhere: { operationRef: 'https://other.example/openapi.json#/paths/~1x/get' },
              },
            },
          ),
        },
        'x-cache': { seconds: 5, 'x-internal': true },
      },
      '/rooms/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          operationId: 'getRoom',
          tags: ['rooms'],
          'x-required-scopes': ['rooms:read'],
          security: [{ ApiKeyHeader: [] }],
          responses: answer({
            $ref: '#/paths/~1pictures~1%7Bid%7D~1archive/post/requestBody/content/application~1json/schema',
          }),
        },
        put: {
          operationId: 'changeRoom',
          tags: ['rooms'],
          security: [{ StaffKey: [] }],
          requestBody: json(schema('RoomChange')),
          responses: answer(schema('Room')),
        },
      },
      '/pictures/{id}/purchase': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        post: {
          operationId: 'buyPicture',
          tags: ['pictures'],
          security: [{ VisitorKey: [], Token: [] }, { StaffKey: [] }],
          requestBody: { $ref: '#/components/requestBodies/Purchase' },
          responses: answer(schema('Animal')),
          callbacks: {
            paid: { $ref: '#/components/callbacks/Paid' },
            audited: {
              '{$request.body#/url}': {
                post: { 'x-internal': true, requestBody: json(schema('Audit')), responses: answer({}) },
              },
            },
          },
        },
      },
      '/pictures/{id}/archive': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        post: {
          operationId: 'archivePicture',
          tags: ['staff', 'archive'],
          'x-internal': true,
          security: [{ VisitorKey: [] }],
          requestBody: json({ type: 'object', properties: { inner: schema('Archived') } }),
          responses: answer(schema('OnlyArchive')),
        },
      },
      '/inherited': { get: { operationId: 'getInherited', tags: ['undeclared'], responses: answer(schema('Kept')) } },
      '/token': { get: { operationId: 'getWithToken', security: [{ Token: [] }], responses: answer({}) } },
      '/optional': {
        get: { operationId: 'getOptional', security: [{}, { Token: [] }], responses: answer({ type: 'string' }) },
      },
      ...(is31
        ? {
            '/shared': { $ref: '#/components/pathItems/Shared' },
            '/scoped': {
              get: {
                operationId: 'getScoped',
                security: [{ ApiKeyQuery: ['rooms:write'] }],
                responses: answer({ type: ['string', 'null'] }),
              },
            },
          }
        : {}),
    },
    ...(is31
      ? {
          webhooks: {
            opened: { post: { requestBody: json(schema('Opened')), responses: answer({}) } },
            robbed: { post: { 'x-internal': true, requestBody: json(schema('Robbed')), responses: answer({}) } },
          },
        }
      : {}),
    components: {
      securitySchemes: {
        VisitorKey: { type: 'apiKey', in: 'header', name: 'X-Visitor' },
        StaffKey: { type: 'apiKey', in: 'header', name: 'X-Staff', 'x-internal': true },
        Token: { type: 'http', scheme: 'bearer' },
        NotYet: { type: 'apiKey', in: 'header', name: 'X-Later' },
      },
      parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer' }, examples: { one: { value: 1 } } } },
      requestBodies: {
        Purchase: json(
          { type: 'object', properties: { url: { type: 'string' } } },
          { examples: { usual: { $ref: '#/components/examples/Usual' } } },
        ),
      },
      examples: {
        Usual: { value: { url: 'https://x.example', $ref: 'a value', required: ['a'] } },
        NobodysExample: { value: null },
      },
      callbacks: {
        Paid: {
          '{$request.body#/url}': { post: { requestBody: json(schema('Payment')), responses: answer({}) } },
        },
      },
      ...(is31
        ? {
            pathItems: {
              Shared: {
                get: {
                  operationId: 'getShared',
                  security: [{ VisitorKey: [] }],
                  responses: answer(schema('InShared')),
                },
                post: {
                  operationId: 'postShared',
                  'x-internal': true,
                  security: [],
                  requestBody: json(schema('InSharedOfStaff')),
                  responses: answer({}),
                },
              },
            },
          }
        : {}),
      schemas: {
        Picture: {
          type: 'object',
          required: ['title', 'price'],
          properties: {
            title: is31
              ? { $ref: '#/components/schemas/Title', description: 'With its article.' }
              : { $ref: '#/components/schemas/Title' },
            price: { type: 'number', 'x-internal': true },
            room: schema('Room'),
            insured: schema('Insurance'),
            'x-internal': { type: 'string' },
          },
          example: { title: 'Sea', price: 12, room: { id: 'r1', alarm: '1234' } },
        },
        Title: is31
          ? { $defs: { Word: { type: 'string' } }, $ref: '#/components/schemas/Title/$defs/Word', examples: ['Sea'] }
          : { type: 'string', example: 'Sea' },
        Room: {
          type: 'object',
          allOf: [schema('Place'), { type: 'object', required: ['alarm', 'id'] }],
        },
        Place: {
          type: 'object',
          properties: { id: { type: 'string' }, alarm: { type: 'string', 'x-internal': true } },
        },
        Insurance: { type: 'object', 'x-internal': true, properties: { sum: schema('InsuranceSum') } },
        InsuranceSum: { type: 'number' },
        InsuranceAlias: schema('Insurance'),
        RoomChange: { type: 'object', properties: { alarm: schema('AlarmCode') } },
        AlarmCode: { type: 'string' },
        Animal: {
          oneOf: [schema('CatPicture'), schema('InternalPicture')],
          discriminator: {
            propertyName: 'kind',
            mapping: { cat: 'CatPicture', dog: 'DogPicture', staff: 'InternalPicture' },
          },
        },
        CatPicture: { type: 'object', properties: { kind: { type: 'string' } } },
        DogPicture: { type: 'object', properties: { kind: { type: 'string' } } },
        InternalPicture: { type: 'object', 'x-internal': true, properties: { kind: { type: 'string' } } },
        Payment: { type: 'object' },
        Audit: { type: 'object' },
        Archived: { type: 'object', additionalProperties: schema('Archived') },
        OnlyArchive: {
          type: 'object',
          discriminator: { propertyName: 'kind' },
          properties: { kind: { type: 'string' } },
        },
        HeirOfArchive: { allOf: [schema('OnlyArchive'), { type: 'object' }] },
        Kept: { type: 'object' },
        Unused: { type: 'object', properties: { also: schema('UsedByUnused') } },
        UsedByUnused: { type: 'string' },
        ...(is31
          ? {
              Opened: { type: 'object' },
              Robbed: { type: 'object' },
              InShared: { type: 'object' },
              InSharedOfStaff: { type: 'object' },
            }
          : {}),
      },
    },
  }
}
