// The validator's badge would ask a host of its own about this document, and persisted credentials would stay behind in
// the browser: both are off.
window.SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  showCommonExtensions: true,
  defaultModelsExpandDepth: 0,
})
