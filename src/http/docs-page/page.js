// Swagger UI calls a scheme by its id. Here each one has the name that people know, what is typed is neither shown nor kept
// by the browser, and the focus is not lost with the field that an authorization or a logout replaces.
function CredentialField({ React, props }) {
  const { name, schema, authorized, onChange } = props
  const element = React.createElement
  const id = `credential-${name}`
  const isEmpty = !authorized.has(name)
  const wasEmpty = React.useRef(isEmpty)
  const shown = React.useRef()
  React.useEffect(() => {
    if (wasEmpty.current !== isEmpty) shown.current.focus()
    wasEmpty.current = isEmpty
  }, [isEmpty])
  return element(
    'div',
    { className: 'credential' },
    element('label', { htmlFor: id }, schema.get('description') || name),
    element('p', null, 'sent as ', element('code', null, schema.get('name')), ` in the ${schema.get('in')}`),
    isEmpty
      ? element('input', {
          id,
          ref: shown,
          type: 'text',
          required: true,
          autoComplete: 'off',
          spellCheck: false,
          // A new key is a JSON string, and Swagger UI's button copies it with the quotes.
          onChange: ({ target }) => onChange({ name, schema, value: target.value.trim().replace(/^"(.*)"$/, '$1') }),
        })
      : element('p', { ref: shown, tabIndex: -1, className: 'authorized' }, 'Authorized'),
  )
}

// Swagger UI's dialog leaves the focus free to wander behind it. The browser's own keeps it, and gives it back at the end to
// what had it before.
const inModalDialog =
  (Original, { React }) =>
  (props) => {
    const dialog = React.useRef()
    React.useLayoutEffect(() => {
      const { current } = dialog
      current.showModal()
      // A credential that is authorized has no field: this is the first empty one.
      current.querySelector('input')?.focus()
      return () => current.close()
    }, [])
    return React.createElement(
      'dialog',
      {
        ref: dialog,
        className: 'authorizations',
        'aria-label': 'Available authorizations',
        onCancel: () => props.authActions.showDefinitions(false),
      },
      React.createElement(Original, props),
    )
  }

// The cross has no name for those who do not see it.
const withName =
  (name) =>
  (Original, { React }) =>
  (props) =>
    React.createElement(
      React.Fragment,
      null,
      React.createElement(Original, props),
      React.createElement('span', { className: 'unseen' }, name),
    )

// Where the page is, which may be behind a proxy that serves it under a prefix.
const pageUrl = new URL('.', document.baseURI)
const pageBase = pageUrl.href.replace(/\/$/, '')
const documentUrl = new URL('openapi.json', pageUrl)

// A page may ask its own origin only, so whatever servers the document names, its calls go there, to the same paths. An app
// that is mounted under the path of its server, or a beginning of it, has that in the page's location already.
function serverOfPage(server) {
  const path = server.url
    .replace(/^([a-z{][\w+.{}-]*:)?\/\/[^/]*/i, '')
    .replace(/^\.?\/?/, '/')
    .replace(/\/$/, '')
  const place = new URL(pageBase).pathname
  const segments = path.split('/')
  const beginnings = segments.map((_, index) => segments.slice(0, index + 1).join('/'))
  const known = beginnings.findLast((beginning) => place.endsWith(beginning))
  return { ...server, url: pageBase + path.slice(known.length) }
}

function serversOfPage(servers) {
  const byUrl = new Map(
    servers
      .map(serverOfPage)
      .reverse()
      .map((server) => [server.url, server]),
  )
  return [...byUrl.values()].reverse()
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

function withServersOfPage(node) {
  return node?.servers?.length > 0 ? { ...node, servers: serversOfPage(node.servers) } : node
}

function pathOfPage(item) {
  const operations = methods.filter((method) => item?.[method] !== undefined)
  return withServersOfPage({
    ...item,
    ...Object.fromEntries(operations.map((method) => [method, withServersOfPage(item[method])])),
  })
}

// Swagger UI shows what has no tag behind all that has one, and it is the order of the document that counts.
function withPlaceOfUntagged(tags, paths) {
  const operations = Object.values(paths).flatMap((item) => methods.flatMap((method) => item?.[method] ?? []))
  const lastUntagged = operations.findLastIndex((operation) => !(operation.tags?.length > 0))
  const isBehind = ({ name }) => operations.findIndex((operation) => operation.tags?.includes(name)) > lastUntagged
  const place = tags.findIndex(isBehind)
  const isNeeded = lastUntagged !== -1 && place !== -1 && !tags.some(({ name }) => name === 'default')
  return isNeeded ? [...tags.slice(0, place), { name: 'default' }, ...tags.slice(place)] : tags
}

const documentOfPage = (updateJsonSpec) => (given) => {
  const { paths = {}, servers = [], tags = [] } = given
  return updateJsonSpec({
    ...given,
    servers: serversOfPage(servers.length > 0 ? servers : [{ url: '/' }]),
    tags: withPlaceOfUntagged(tags, paths),
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [path, path.startsWith('x-') ? item : pathOfPage(item)]),
    ),
  })
}

// Only where a document has several base paths is there something to choose.
const whereSeveral =
  (serversOf) =>
  (Original, { React }) =>
  (props) =>
    serversOf(props)?.size > 1 ? React.createElement(Original, props) : null

const keySchemes = document.querySelector('meta[name="key-schemes"]').content.split(' ')

/** The key that was authorized, and the header to send it in: never in a URL, which would stay behind in logs. */
function authorizedKey(authSelectors) {
  const keys = keySchemes.flatMap((name) => {
    const found = authSelectors.authorized().get(name)
    if (found === undefined) return []
    const isHeader = found.getIn(['schema', 'in']) === 'header'
    return [{ isHeader, header: isHeader ? found.getIn(['schema', 'name']) : 'api-key', value: found.get('value') }]
  })
  return keys.find(({ isHeader }) => isHeader) ?? keys[0]
}

async function fetchDocument(key, signal) {
  const url = new URL(documentUrl)
  if (key === undefined) return read(await fetch(url, { signal }))
  url.searchParams.set('for', 'key')
  return read(await fetch(url, { signal, cache: 'no-store', headers: { [key.header]: key.value } }))
}

async function read(answer) {
  if (answer.ok) return answer.text()
  const { detail } = await answer.json().catch(() => ({}))
  throw new Error(detail ?? `the server answered ${answer.status}`)
}

/** Stands above the operations, and is there while a key is authorized. */
function KeyFilter({ React, props }) {
  const { authSelectors, specActions } = props
  const key = authorizedKey(authSelectors)
  const [isOn, setOn] = React.useState(false)
  const [problem, setProblem] = React.useState()
  const element = React.createElement
  const identity = key && `${key.header} ${key.value}`
  const wanted = isOn ? identity : undefined
  // Whose document is shown; everybody's at first.
  const shown = React.useRef()

  React.useEffect(() => {
    if (isOn && wanted === undefined) setOn(false)
    if (wanted === shown.current) return undefined
    const controller = new AbortController()
    fetchDocument(wanted && key, controller.signal)
      .then((text) => {
        if (controller.signal.aborted) return
        shown.current = wanted
        specActions.updateSpec(text)
      })
      .catch((error) => {
        if (controller.signal.aborted) return
        setProblem(error.message)
        setOn(false)
      })
    return () => controller.abort()
  }, [wanted, isOn])

  if (key === undefined && problem === undefined) return null
  const change = ({ target }) => {
    setProblem(undefined)
    setOn(target.checked)
  }
  return element(
    'div',
    { className: 'wrapper key-filter' },
    key &&
      element(
        'label',
        null,
        element('input', { type: 'checkbox', checked: isOn, onChange: change }),
        'Show only what this key may call',
      ),
    problem && element('p', { role: 'alert' }, `The document could not be loaded: ${problem}`),
  )
}

const plugin = ({ React }) => ({
  statePlugins: { spec: { wrapActions: { updateJsonSpec: documentOfPage } } },
  components: {
    apiKeyAuth: (props) => CredentialField({ React, props }),
    // Where Swagger UI has a filter of its own, which is off.
    FilterContainer: (props) => KeyFilter({ React, props }),
  },
  wrapComponents: {
    authorizationPopup: inModalDialog,
    CloseIcon: withName('Close the dialog'),
    ServersContainer: whereSeveral(({ specSelectors }) => specSelectors.servers()),
    OperationServers: whereSeveral(({ operationServers, pathServers }) => operationServers ?? pathServers),
  },
})

// The validator's badge would ask a host of its own about this document, and persisted credentials would stay behind in
// the browser: both are off.
window.SwaggerUIBundle({
  url: documentUrl.href,
  dom_id: '#docs',
  plugins: [plugin],
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
})
