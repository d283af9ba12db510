import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import Koa from 'koa'
import { parse } from 'yaml'
import { type SimpleSecurityOptions, simpleSecurity } from '../../src/index.js'
import { createClock } from '../support/clock.js'
import { listen, type RequestOptions, request } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'
import { galleryOf } from './gallery.js'
import { assertValid, dangling, valueAt, without } from './valid-document.js'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape
type Any = any

async function start(t: TestContext, document: object, options: SimpleSecurityOptions = {}) {
  const instance = simpleSecurity({
    secret: 'TEST_SECRET',
    dbLocation: ':memory:',
    env: {},
    document,
    schemes: { Token: () => false },
    validateResponses: true,
    ...options,
  })
  t.after(() => instance.close())
  const app = new Koa()
  app.use(instance.enforce())
  app.use(instance.docs())
  app.use(instance.apiKeyRouter.routes())
  const url = await listen(t, app.callback())
  const get = (path: string, given?: RequestOptions) => request(url + path, given)
  const served = async (): Promise<Any> => (await get('/openapi.json')).json()
  const forKey = async (key: string, header = 'api-key'): Promise<Any> => {
    const answer = await get('/openapi.json?for=key', { headers: { [header]: key } })
    assert.equal(answer.status, 200, answer.text)
    return answer.json()
  }
  return { instance, get, served, forKey }
}

const operationsOf = (document: Any) =>
  Object.entries<Any>(document.paths).flatMap(([path, given]) => {
    const item = given.$ref === undefined ? given : valueAt(document, given.$ref)
    return Object.keys(item)
      .filter((name) => /^(get|put|post|delete|patch)$/.test(name))
      .map((method) => `${method} ${path}`)
  })

for (const version of ['3.0.3', '3.1.0'] as const) {
  const gallery: Any = galleryOf(version)
  const only31 = (...names: string[]) => (version === '3.1.0' ? names : [])

  describe(`the docs of a document of a user's, ${version}`, () => {
    test('is a valid document, and stays one, whole, hidden and for a key', async (t) => {
      await assertValid(gallery)
      for (const hideDocs of [false, true]) {
        const { served, instance, forKey } = await start(t, gallery, { hideDocs })
        const { key } = await instance.keys.create({ scopes: ['*'] })
        for (const document of [await served(), await forKey(key)]) {
          await assertValid(document)
          assert.deepEqual(dangling(document), [])
        }
      }
    })

    test('keeps version, title, extensions, webhooks, examples, servers, and the order of tags and paths', async (t) => {
      const { served } = await start(t, gallery)
      const document = await served()
      assert.equal(document.openapi, version)
      const untouched = without(gallery, 'tags', 'paths', 'components')
      assert.deepEqual(without(document, 'tags', 'paths', 'components'), untouched)
      for (const [path, item] of Object.entries(gallery.paths)) assert.deepEqual(document.paths[path], item, path)
      for (const [section, members] of Object.entries<Any>(gallery.components)) {
        for (const [name, member] of Object.entries(members)) {
          assert.deepEqual(document.components[section][name], member, `${section}/${name}`)
        }
      }
      const paths = Object.keys(document.paths)
      assert.deepEqual(paths.slice(0, Object.keys(gallery.paths).length), Object.keys(gallery.paths))
      assert.ok(paths.slice(Object.keys(gallery.paths).length).every((path) => path.startsWith('/auth/')))
    })

    test('has our operations behind, in tags of ours, which are the last, and under no base path', async (t) => {
      const { served } = await start(t, gallery)
      const { tags, paths } = await served()
      const names = tags.map(({ name }: Any) => name)
      assert.deepEqual(names, ['rooms', 'pictures', 'staff', 'later', 'archive', 'undeclared', '_auth', '_gateway'])
      assert.deepEqual(tags.slice(0, 4), gallery.tags)
      assert.match(tags.at(-2).description, /Administration of keys/)
      assert.deepEqual(paths['/auth/keys'].servers, [{ url: '/' }])
      for (const { tags: ofOperation } of Object.values<Any>(paths['/auth/keys']).filter(({ tags: own }) => own)) {
        assert.deepEqual(ofOperation, ['_auth'])
      }
    })

    test('marks nothing of ours as internal, which generators of clients leave out', async (t) => {
      const { served } = await start(t, gallery)
      const { paths } = await served()
      for (const [path, item] of Object.entries(paths)) {
        if (path.startsWith('/auth/')) assert.ok(!JSON.stringify(item).includes('x-internal'), path)
      }
    })

    test('has of our components those that something needs, and no others', async (t) => {
      const { served } = await start(t, gallery)
      const { components } = await served()
      assert.ok('Key' in components.schemas)
      // Of the page and the samples, which are not shown.
      for (const name of ['OpenapiDocument', 'Health']) assert.equal(name in components.schemas, false, name)
      const schemes = Object.keys(components.securitySchemes)
      const asked = ['ApiKeyHeader', 'ApiKeyQuery', 'SecretHeader']
      assert.deepEqual(schemes.slice(4).sort(), asked.sort())
    })

    test('is the same document in YAML', async (t) => {
      const { served, get } = await start(t, gallery, { hideDocs: true })
      assert.deepEqual(parse((await get('/openapi.yaml')).text), await served())
    })

    test('hides with HIDE_DOCS our operations without a trace, and changes nothing else', async (t) => {
      const plain = JSON.parse(
        JSON.stringify(gallery, (name, value) => (name === 'x-internal' && value === true ? undefined : value)),
      )
      const { served } = await start(t, plain, { hideDocs: true })
      const document = await served()
      const schemes = document.components.securitySchemes
      assert.deepEqual(Object.keys(schemes).slice(4).sort(), ['ApiKeyHeader', ...only31('ApiKeyQuery')])
      for (const scheme of ['ApiKeyHeader', 'ApiKeyQuery']) delete schemes[scheme]
      assert.deepEqual(document, plain)
      assert.deepEqual(Object.keys(document.paths), Object.keys(plain.paths))
    })

    test('hides what is marked, and leaves nothing of it behind', async (t) => {
      const { served } = await start(t, gallery, { hideDocs: true })
      const document = await served()
      const text = JSON.stringify(document)
      const gone = ['archivePicture', 'changeRoom', 'StaffKey', 'X-Staff', 'secretSort', 'alarm', 'Insurance', 'staff']
      gone.push('insured', 'Audit', 'audited', 'OnlyArchive', 'HeirOfArchive', 'AlarmCode', 'RoomChange')
      gone.push(
        'InternalPicture',
        'For us',
        '_auth',
        '_gateway',
        'secret-key',
        'Robbed',
        'robbed',
        'postShared',
        'InSharedOfStaff',
      )
      for (const word of gone) assert.ok(!text.includes(word), word)
      assert.deepEqual(operationsOf(document), [
        'get /pictures',
        'get /rooms/{id}',
        'post /pictures/{id}/purchase',
        'get /inherited',
        'get /token',
        'get /optional',
        ...only31('get /shared', 'get /scoped'),
      ])
      const { Picture, Place, Room, Animal } = document.components.schemas
      assert.deepEqual(Picture.required, ['title'])
      assert.deepEqual(Object.keys(Picture.properties), ['title', 'room', 'x-internal'])
      assert.deepEqual(Picture.example, { title: 'Sea', room: { id: 'r1' } })
      assert.deepEqual(Place.properties, { id: { type: 'string' } })
      assert.deepEqual(Room.allOf[1], { type: 'object', required: ['id'] })
      assert.deepEqual(Animal.discriminator.mapping, { cat: 'CatPicture', dog: 'DogPicture' })
    })

    test('keeps with it what is still needed, or what nobody needed before', async (t) => {
      const { served } = await start(t, gallery, { hideDocs: true })
      const document = await served()
      const kept = ['Unused', 'UsedByUnused', 'CatPicture', 'DogPicture', 'Payment', 'Kept', 'Title', 'Archived']
      for (const name of [...kept, ...only31('Opened', 'InShared')]) {
        assert.deepEqual(document.components.schemas[name], gallery.components.schemas[name], name)
      }
      assert.deepEqual(document.components.examples, gallery.components.examples)
      assert.deepEqual(document.components.callbacks, gallery.components.callbacks)
      assert.ok('NotYet' in document.components.securitySchemes)
      assert.deepEqual(document.tags, [gallery.tags[0], gallery.tags[1], gallery.tags[3]])
      assert.deepEqual(document['x-tagGroups'], [gallery['x-tagGroups'][0]])
      assert.deepEqual(document['x-top'], gallery['x-top'])
      assert.deepEqual(document.info, gallery.info)
      assert.deepEqual(document.paths['/pictures']['x-cache'], gallery.paths['/pictures']['x-cache'])
      assert.deepEqual(Object.keys(document.paths['/pictures'].get.responses['200'].links), [
        'buy',
        'roomByPlace',
        'elsewhere',
      ])
    })

    test('puts in its place what a hidden operation shared with one that is shown', async (t) => {
      const { served } = await start(t, gallery, { hideDocs: true })
      const { paths } = await served()
      assert.deepEqual(paths['/rooms/{id}'].get.responses['200'].content['application/json'].schema, {
        type: 'object',
        properties: { inner: { $ref: '#/components/schemas/Archived' } },
      })
    })

    test('never lets an operation look open that hidden schemes guard', async (t) => {
      const document = {
        ...gallery,
        security: [{ StaffKey: [] }],
      }
      const { served } = await start(t, document, { hideDocs: true })
      const shown = await served()
      assert.equal('/inherited' in shown.paths, false)
      assert.equal('security' in shown, false)
      assert.deepEqual(shown.paths['/pictures'].get.security, [])
      assert.deepEqual(shown.paths['/pictures/{id}/purchase'].post.security, [{ VisitorKey: [], Token: [] }])
    })

    test('gives a key what it may call, with its scopes, and nothing else', async (t) => {
      const { instance, forKey } = await start(t, gallery)
      const open = ['get /pictures', 'put /rooms/{id}', 'post /pictures/{id}/purchase', 'post /pictures/{id}/archive']
      const rest = ['get /inherited', 'get /optional', ...only31('get /shared', 'post /shared')]
      const { key: plain } = await instance.keys.create()
      const document = await forKey(plain)
      assert.deepEqual(operationsOf(document), [...open, ...rest])
      assert.equal(document.openapi, version)
      assert.ok(!JSON.stringify(document).includes('SecretHeader'))
      assert.ok(!document.tags.some(({ name }: Any) => name === '_auth'))
      assert.deepEqual(document.security, gallery.security)

      const { key: reader } = await instance.keys.create({ scopes: ['rooms:*'] })
      const more = operationsOf(await forKey(reader)).filter((name) => !operationsOf(document).includes(name))
      assert.deepEqual(more, ['get /rooms/{id}', ...only31('get /scoped')])
    })

    test('gives a key nothing of what is hidden, nor what only a hidden scheme or a second one opens', async (t) => {
      const { instance, forKey } = await start(t, gallery, { hideDocs: true })
      const { key } = await instance.keys.create({ scopes: ['*'] })
      assert.deepEqual(operationsOf(await forKey(key)), [
        'get /pictures',
        'get /rooms/{id}',
        'get /inherited',
        'get /optional',
        ...only31('get /shared', 'get /scoped'),
      ])
    })

    test('takes the key from a header that a scheme of the document names, and refuses two', async (t) => {
      const { instance, get, forKey } = await start(t, gallery)
      const { key } = await instance.keys.create()
      assert.deepEqual(await forKey(key, 'X-Visitor'), await forKey(key))
      const both = { 'X-Visitor': key, 'api-key': key }
      const refused = await get('/openapi.json?for=key', { headers: both })
      assert.equal(refused.status, 403)
      assert.equal(refused.json().code, 'repeated_credential')
    })

    test('the page knows the schemes that a key meets, and of hidden ones no name', async (t) => {
      const schemesOf = async (hideDocs: boolean) => {
        const { get } = await start(t, gallery, { hideDocs })
        const [, names = ''] = /<meta name="key-schemes" content="([^"]*)">/.exec((await get('/docs')).text) ?? []
        return names.split(' ').sort()
      }
      const shown = ['ApiKeyHeader', ...only31('ApiKeyQuery'), 'NotYet', 'VisitorKey']
      assert.deepEqual(await schemesOf(true), shown)
      assert.deepEqual(await schemesOf(false), [...new Set([...shown, 'ApiKeyQuery', 'StaffKey'])].sort())
    })
  })
}

test('a tag of the name of ours stops the start', async (t) => {
  const document = { ...galleryOf('3.0.3'), tags: [{ name: 'rooms' }, { name: '_auth' }] }
  await assert.rejects(
    start(t, document),
    /#\/tags\/1\/name: _auth is a tag of the key administration; name it otherwise/,
  )
})

describe('the document for a key', () => {
  test('of the stand-alone server has what needs no admin secret', async (t) => {
    const { get, newKey } = await startStandAlone(t)
    const answer = await get('/openapi.json?for=key', { headers: { 'api-key': await newKey() } })
    assert.equal(answer.status, 200)
    const names = operationsOf(answer.json())
    const opened = ['get /secure', 'get /unsecured', 'get /health/live', 'get /health/ready']
    assert.deepEqual(names, [...opened, 'get /openapi.json', 'get /openapi.yaml', 'get /docs', 'get /docs/{file}'])
    assert.deepEqual(Object.keys(answer.json().components.securitySchemes), ['ApiKeyHeader', 'ApiKeyQuery'])
    assert.doesNotMatch(answer.text, /secret-key|\/auth\//)
  })

  test('comes with the key in the query too, as YAML too, and to HEAD without a body', async (t) => {
    const { get, newKey } = await startStandAlone(t)
    const key = await newKey()
    const json = await get(`/openapi.json?for=key&api-key=${key}`)
    const yaml = await get(`/openapi.yaml?api-key=${key}&for=key`)
    assert.deepEqual(parse(yaml.text), json.json())
    assert.equal(yaml.headers['cache-control'], 'no-store')
    const head = await get(`/openapi.json?for=key&api-key=${key}`, { method: 'HEAD' })
    assert.equal(head.status, 200)
    assert.equal(head.text, '')
  })

  test('is kept by no cache, and has a tag of its own', async (t) => {
    const { get, newKey } = await startStandAlone(t)
    const headers = { 'api-key': await newKey() }
    const all = await get('/openapi.json', { headers })
    const own = await get('/openapi.json?for=key', { headers })
    assert.equal(own.headers['cache-control'], 'no-store')
    assert.equal(all.headers['cache-control'], undefined)
    assert.notEqual(own.headers.etag, all.headers.etag)
    const known = { ...headers, 'if-none-match': String(all.headers.etag) }
    assert.equal((await get('/openapi.json', { headers: known })).status, 304)
    assert.equal((await get('/openapi.json?for=key', { headers: known })).status, 200)
  })

  test('is refused as everywhere without a good key, to the admin secret too', async (t) => {
    const { get, admin, newKey } = await startStandAlone(t)
    const key = await newKey()
    const codeOf = async (path: string, headers: Record<string, string | string[]> = {}) => {
      const { status, json } = await get(path, { headers })
      assert.equal(status, 403)
      return json().code
    }
    for (const path of ['/openapi.json?for=key', '/openapi.yaml?for=key']) {
      assert.equal(await codeOf(path), 'missing_api_key')
      assert.equal(await codeOf(path, { 'api-key': `${key}x` }), 'invalid_api_key')
      assert.equal(await codeOf(path, { 'api-key': [key, key] }), 'repeated_credential')
      assert.equal((await admin(path)).json().code, 'missing_api_key')
    }
    await admin(`/auth/revoke?api-key=${key}`)
    assert.equal(await codeOf('/openapi.json?for=key', { 'api-key': key }), 'invalid_api_key')
  })

  test('is for a key or for nobody else, and no key is looked at when it is not asked for', async (t) => {
    const { get } = await startStandAlone(t)
    assert.equal((await get('/openapi.json?for=me')).status, 422)
    assert.equal((await get('/openapi.json?for=')).status, 422)
    assert.equal((await get('/openapi.json?for=key&for=key')).status, 422)
    const plain = await get('/openapi.json')
    assert.equal((await get('/openapi.json', { headers: { 'api-key': 'wrong' } })).text, plain.text)
  })

  test('is one use of the key, also behind enforce()', async (t) => {
    const alone = await startStandAlone(t)
    const key = await alone.newKey()
    const headers = { 'api-key': key }
    await alone.get('/openapi.json', { headers })
    await alone.get('/openapi.json?for=key', { headers })
    assert.equal((await alone.logs())[0].total_queries, 1)

    const { instance, forKey } = await start(t, galleryOf('3.1.0'))
    const created = await instance.keys.create()
    await forKey(created.key)
    await forKey(created.key, 'X-Visitor')
    assert.equal((await instance.keys.get(created.id))?.totalQueries, 2)
  })

  test('follows a change of the scopes of the key', async (t) => {
    const { instance, forKey } = await start(t, galleryOf('3.0.3'))
    const { id, key } = await instance.keys.create()
    assert.ok(!operationsOf(await forKey(key)).includes('get /rooms/{id}'))
    await instance.keys.update(id, { scopes: ['rooms:read'] })
    assert.ok(operationsOf(await forKey(key)).includes('get /rooms/{id}'))
  })

  test('is 503 when the database is away', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { instance, get, newKey } = await startStandAlone(t, { now: clock.now })
    const key = await newKey()
    await instance.close()
    const answer = await get('/openapi.json?for=key', { headers: { 'api-key': key } })
    assert.equal(answer.status, 503)
    assert.ok(answer.headers['retry-after'])
    assert.equal((await get('/openapi.json')).status, 200)
  })
})
