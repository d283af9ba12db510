// Swagger UI calls a scheme by its id and focuses the last field of the dialog. Here each one has the name that people
// know, the first empty field is focused, and what is typed is neither shown nor kept by the browser.
function CredentialField({ React, props }) {
  const { name, schema, authorized, authSelectors, onChange } = props
  const element = React.createElement
  const id = `credential-${name}`
  const isEmpty = (scheme) => !authorized.has(scheme)
  const firstEmpty = authSelectors
    .shownDefinitions()
    .toList()
    .flatMap((definition) => definition.keySeq())
    .find(isEmpty)
  return element(
    'div',
    { className: 'credential' },
    element('label', { htmlFor: id }, schema.get('description') || name),
    element('p', null, 'sent as ', element('code', null, schema.get('name')), ` in the ${schema.get('in')}`),
    isEmpty(name)
      ? element('input', {
          id,
          type: 'text',
          required: true,
          autoComplete: 'off',
          spellCheck: false,
          autoFocus: name === firstEmpty,
          // A new key is a JSON string, and Swagger UI's button copies it with the quotes.
          onChange: ({ target }) => onChange({ name, schema, value: target.value.trim().replace(/^"(.*)"$/, '$1') }),
        })
      : element('p', { className: 'authorized' }, 'Authorized'),
  )
}

// The document says `/`, which is right for clients. The page may stand behind a proxy that serves it under a prefix.
const withServerOfPage = (updateJsonSpec) => (document) =>
  updateJsonSpec({ ...document, servers: [{ url: new URL('.', window.document.baseURI).href.replace(/\/$/, '') }] })

const plugin = ({ React }) => ({
  statePlugins: { spec: { wrapActions: { updateJsonSpec: withServerOfPage } } },
  components: {
    apiKeyAuth: (props) => CredentialField({ React, props }),
    // The only server is the origin of the page: there is nothing to choose.
    ServersContainer: () => null,
  },
})

// The validator's badge would ask a host of its own about this document, and persisted credentials would stay behind in
// the browser: both are off.
window.SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#docs',
  plugins: [plugin],
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
})
