// Generated from openapi.yaml by `npm run generate`. Do not edit.
export const document = {
  "openapi": "3.0.3",
  "info": {
    "title": "koa-simple-security",
    "version": "0.1.0",
    "description": "API-key security for Koa, described by this document and served by it.\n\nEvery request is decided in one order: the path and the method are matched (404, 405), the caller is\nauthorized (403), the body is read (415, 413, 400), parameters and body are validated (422), and only then is\nanything done. Parameters are read strictly, by their declared type; what is not declared is refused.\n\nErrors are `application/problem+json` (RFC 9457). Their `code` is stable and meant for programs, their `detail`\nis meant for people and may change. HEAD answers like GET wherever GET changes nothing; every other method that a\npath does not declare is 405 with `Allow`.\n",
    "license": {
      "name": "MIT",
      "url": "https://opensource.org/license/mit"
    }
  },
  "servers": [
    {
      "url": "/",
      "description": "The origin that serves this document"
    }
  ],
  "tags": [
    {
      "name": "sample",
      "description": "One guarded endpoint and one open endpoint, to try a key with."
    },
    {
      "name": "_auth",
      "x-internal": true,
      "description": "Administration of keys. Each operation needs the admin secret in the `secret-key` header.\n"
    },
    {
      "name": "docs",
      "description": "This document and its page."
    },
    {
      "name": "health",
      "description": "For load balancers and orchestrators."
    }
  ],
  "paths": {
    "/auth/new": {
      "get": {
        "operationId": "newApiKey",
        "summary": "Create a key",
        "description": "Makes a key and returns it. This is the only time that the key can be seen: what is stored is its SHA-256\ndigest. A key expires after the configured number of days unless `never_expires` is true.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "x-changes-state": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "name": "name",
            "in": "query",
            "description": "A name to find the key by. It need not be unique.",
            "schema": {
              "$ref": "#/components/schemas/KeyName"
            },
            "example": "reporting job"
          },
          {
            "name": "never_expires",
            "in": "query",
            "description": "Whether the key works until it is revoked.",
            "schema": {
              "type": "boolean",
              "default": false
            },
            "example": false
          }
        ],
        "responses": {
          "200": {
            "description": "The key, as a JSON string.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ApiKey"
                },
                "example": "kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000000"
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      }
    },
    "/auth/revoke": {
      "get": {
        "operationId": "revokeApiKey",
        "summary": "Revoke a key",
        "description": "From this answer on, every request with the key is refused. A key that does not exist gets the same answer, and\nrevoking a key again changes nothing.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "x-changes-state": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/KeyReference"
          }
        ],
        "responses": {
          "200": {
            "description": "Done.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Nothing"
                },
                "example": null
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      }
    },
    "/auth/renew": {
      "get": {
        "operationId": "renewApiKey",
        "summary": "Renew a key",
        "description": "Moves the expiration date of a key, and reactivates the key when it was revoked.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "x-changes-state": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/KeyReference"
          },
          {
            "name": "expiration-date",
            "in": "query",
            "description": "The new expiration date, in ISO 8601: a date, a local time, or a time with an offset. What has no offset is\nread as UTC; a plain date means its first instant. A `+` must be written `%2B` in a query. When it is left\nout, the key gets the configured number of days from now.\n",
            "schema": {
              "type": "string",
              "format": "iso-8601-date",
              "maxLength": 40
            },
            "example": "2027-01-31T12:00:00Z"
          }
        ],
        "responses": {
          "200": {
            "description": "A sentence with the new expiration date.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/RenewalMessage"
                },
                "examples": {
                  "active": {
                    "summary": "The key was active or expired",
                    "value": "The new expiration date of the API key is 2027-01-31T12:00:00Z."
                  },
                  "revoked": {
                    "summary": "The key had been revoked",
                    "value": "This API key was revoked and has been reactivated. The new expiration date of the API key is 2027-01-31T12:00:00Z."
                  }
                }
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "404": {
            "$ref": "#/components/responses/KeyNotFound"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      }
    },
    "/auth/logs": {
      "get": {
        "operationId": "getApiKeyUsageLogs",
        "summary": "Read how the keys are used",
        "description": "Every key with its state and its counts, the latest used first, never-used keys last. A request that was answered\nbefore this one is counted.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "responses": {
          "200": {
            "description": "The usage logs.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UsageLogs"
                },
                "example": {
                  "logs": [
                    {
                      "api_key": "kss_0Exampl3Id00",
                      "name": "reporting job",
                      "is_active": true,
                      "never_expire": false,
                      "expiration_date": "2027-01-31T12:00:00Z",
                      "latest_query_date": "2027-01-16T08:30:00Z",
                      "total_queries": 2000
                    }
                  ]
                }
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      }
    },
    "/secure": {
      "get": {
        "operationId": "getSecure",
        "summary": "A guarded endpoint",
        "description": "Needs a key, in the `api-key` header or in the `api-key` query parameter. A key that is given twice is refused,\nunless header and query carry the same one.\n",
        "tags": [
          "sample"
        ],
        "security": [
          {
            "ApiKeyHeader": []
          },
          {
            "ApiKeyQuery": []
          }
        ],
        "responses": {
          "200": {
            "description": "The key is good.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/Private"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Message"
                },
                "example": {
                  "message": "This is a secure endpoint"
                }
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/KeyRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      }
    },
    "/unsecured": {
      "get": {
        "operationId": "getUnsecured",
        "summary": "An open endpoint",
        "tags": [
          "sample"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "Anybody may read this.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Message"
                },
                "example": {
                  "message": "This is an unsecured endpoint"
                }
              }
            }
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    },
    "/health/live": {
      "get": {
        "operationId": "getLiveness",
        "summary": "Whether the process runs",
        "description": "Says nothing of the database, so that an outage there does not restart the process.",
        "tags": [
          "health"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "The process answers.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Health"
                },
                "example": {
                  "status": "live"
                }
              }
            }
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    },
    "/health/ready": {
      "get": {
        "operationId": "getReadiness",
        "summary": "Whether requests should be sent here",
        "description": "Asks the database. From the moment that a shutdown begins, the answer is 503.",
        "tags": [
          "health"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "The database answers.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Health"
                },
                "example": {
                  "status": "ready"
                }
              }
            }
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/NotReady"
          }
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "getOpenapiJson",
        "summary": "This document, as JSON",
        "tags": [
          "docs"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "The OpenAPI document.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/OpenapiDocument"
                },
                "example": {
                  "openapi": "3.0.3",
                  "info": {
                    "title": "koa-simple-security",
                    "version": "0.1.0"
                  },
                  "paths": {}
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    },
    "/openapi.yaml": {
      "get": {
        "operationId": "getOpenapiYaml",
        "summary": "This document, as YAML",
        "tags": [
          "docs"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "The OpenAPI document. The media type is that of RFC 9512.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/yaml": {
                "schema": {
                  "type": "string"
                },
                "example": "openapi: 3.0.3\ninfo:\n  title: koa-simple-security\n  version: 0.1.0\npaths: {}\n"
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    },
    "/docs": {
      "get": {
        "operationId": "getDocs",
        "summary": "The page of interactive docs",
        "tags": [
          "docs"
        ],
        "security": [],
        "responses": {
          "200": {
            "description": "A page that loads everything from its own origin, under a Content-Security-Policy that allows no inline and no\nevaluated script.\n",
            "headers": {
              "Content-Security-Policy": {
                "description": "The policy of the page.",
                "required": true,
                "schema": {
                  "type": "string"
                },
                "example": "default-src 'none'; script-src 'self'"
              },
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "text/html": {
                "schema": {
                  "type": "string"
                },
                "example": "<!doctype html><title>API docs</title>"
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    },
    "/docs/{file}": {
      "get": {
        "operationId": "getDocsFile",
        "summary": "A script, style or picture of the page",
        "tags": [
          "docs"
        ],
        "security": [],
        "parameters": [
          {
            "name": "file",
            "in": "path",
            "required": true,
            "description": "The name of the file.",
            "schema": {
              "type": "string",
              "maxLength": 100
            },
            "example": "swagger-ui.css"
          }
        ],
        "responses": {
          "200": {
            "description": "The file.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "text/css": {
                "schema": {
                  "type": "string"
                },
                "example": "body { margin: 0 }"
              },
              "text/javascript": {
                "schema": {
                  "type": "string"
                },
                "example": "window.addEventListener('load', () => {})"
              },
              "image/png": {
                "schema": {
                  "type": "string",
                  "format": "binary"
                },
                "example": "the bytes of a picture"
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "SecretHeader": {
        "x-internal": true,
        "description": "Secret header",
        "type": "apiKey",
        "in": "header",
        "name": "secret-key"
      },
      "ApiKeyHeader": {
        "description": "API key header",
        "type": "apiKey",
        "in": "header",
        "name": "api-key"
      },
      "ApiKeyQuery": {
        "description": "API key query",
        "type": "apiKey",
        "in": "query",
        "name": "api-key"
      }
    },
    "parameters": {
      "KeyReference": {
        "x-internal": true,
        "name": "api-key",
        "in": "query",
        "required": true,
        "description": "The whole key, or its id or start, as the logs show it. The id and the start are not secret.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 256
        },
        "example": "kss_0Exampl3Id00"
      }
    },
    "headers": {
      "NoStore": {
        "description": "The answer must not be kept by any cache.",
        "required": true,
        "schema": {
          "type": "string",
          "enum": [
            "no-store"
          ]
        },
        "example": "no-store"
      },
      "Private": {
        "description": "The answer must not be kept by a shared cache.",
        "required": true,
        "schema": {
          "type": "string",
          "enum": [
            "private"
          ]
        },
        "example": "private"
      },
      "ETag": {
        "description": "For conditional requests (RFC 9110, section 8.8.3).",
        "required": true,
        "schema": {
          "type": "string"
        },
        "example": "\"3k1c9XbGmVd0c6yF\""
      },
      "RetryAfter": {
        "description": "How many seconds to wait before trying again.",
        "required": true,
        "schema": {
          "type": "integer",
          "minimum": 1
        },
        "example": 1
      }
    },
    "responses": {
      "SecretRefused": {
        "x-internal": true,
        "description": "The admin secret is missing, wrong, or given more than once.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "missing": {
                "summary": "No secret",
                "value": {
                  "type": "about:blank",
                  "title": "Forbidden",
                  "status": 403,
                  "detail": "The admin secret is missing. Pass it in the secret-key header.",
                  "code": "missing_secret"
                }
              },
              "wrong": {
                "summary": "A wrong secret",
                "value": {
                  "type": "about:blank",
                  "title": "Forbidden",
                  "status": 403,
                  "detail": "The admin secret is wrong. Pass the configured secret in the secret-key header.",
                  "code": "invalid_secret"
                }
              }
            }
          }
        }
      },
      "KeyRefused": {
        "description": "The key is missing, not good, or given more than once. Unknown, revoked and expired keys get the same answer.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "missing": {
                "summary": "No key",
                "value": {
                  "type": "about:blank",
                  "title": "Forbidden",
                  "status": 403,
                  "detail": "An API key must be passed as query or header.",
                  "code": "missing_api_key"
                }
              },
              "refused": {
                "summary": "A key that is unknown, revoked or expired",
                "value": {
                  "type": "about:blank",
                  "title": "Forbidden",
                  "status": 403,
                  "detail": "The API key is wrong, revoked or expired.",
                  "code": "invalid_api_key"
                }
              }
            }
          }
        }
      },
      "KeyNotFound": {
        "x-internal": true,
        "description": "There is no such key.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Not Found",
              "status": 404,
              "detail": "There is no such API key.",
              "code": "key_not_found"
            }
          }
        }
      },
      "NotFound": {
        "description": "There is nothing at this path.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Not Found",
              "status": 404,
              "detail": "There is nothing at this path.",
              "code": "not_found"
            }
          }
        }
      },
      "NotModified": {
        "description": "The caller's copy is current.",
        "headers": {
          "ETag": {
            "$ref": "#/components/headers/ETag"
          }
        }
      },
      "InvalidRequest": {
        "description": "A parameter or the body does not fit what is declared. Nothing was changed.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Unprocessable Content",
              "status": 422,
              "detail": "The request does not fit the operation.",
              "code": "invalid_request",
              "errors": [
                {
                  "pointer": "/query/color",
                  "detail": "is not a parameter of this operation"
                }
              ]
            }
          }
        }
      },
      "NotReady": {
        "description": "The database cannot be reached, or the server is shutting down.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          },
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Service Unavailable",
              "status": 503,
              "detail": "The server is shutting down.",
              "code": "shutting_down"
            }
          }
        }
      },
      "DatabaseUnavailable": {
        "description": "The database cannot be reached now. Nothing was changed.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          },
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Service Unavailable",
              "status": 503,
              "detail": "The database cannot be reached. Try again shortly.",
              "code": "database_unavailable"
            }
          }
        }
      },
      "InternalError": {
        "description": "A fault of the server. Its log says more.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Internal Server Error",
              "status": 500,
              "detail": "The server failed to answer this request.",
              "code": "internal_error"
            }
          }
        }
      }
    },
    "schemas": {
      "ApiKey": {
        "x-internal": true,
        "type": "string",
        "description": "`{prefix}_{id}_{secret}{checksum}`. The id is public; the checksum is the CRC-32 of all before it, in base 62.\n",
        "pattern": "^[0-9A-Za-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$",
        "maxLength": 80
      },
      "KeyName": {
        "x-internal": true,
        "type": "string",
        "description": "Up to 200 characters, none of them a control character.",
        "maxLength": 200,
        "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]*$"
      },
      "Nothing": {
        "x-internal": true,
        "description": "JSON's null.",
        "enum": [
          null
        ]
      },
      "RenewalMessage": {
        "x-internal": true,
        "type": "string",
        "description": "A sentence for people, with the date in RFC 3339."
      },
      "UsageLogs": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "logs"
        ],
        "properties": {
          "logs": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/UsageLog"
            }
          }
        }
      },
      "UsageLog": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "api_key",
          "is_active",
          "never_expire",
          "expiration_date",
          "total_queries"
        ],
        "properties": {
          "api_key": {
            "type": "string",
            "description": "The public start of the key, which revoke and renew take too. Never the key."
          },
          "name": {
            "type": "string",
            "description": "Left out when the key was given none."
          },
          "is_active": {
            "type": "boolean",
            "description": "False once the key is revoked. An expired key is still active."
          },
          "never_expire": {
            "type": "boolean",
            "description": "Whether the expiration date has no effect."
          },
          "expiration_date": {
            "type": "string",
            "format": "date-time"
          },
          "latest_query_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key was never used."
          },
          "total_queries": {
            "type": "integer",
            "minimum": 0,
            "description": "How many requests the key has authorized."
          }
        }
      },
      "Message": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "message"
        ],
        "properties": {
          "message": {
            "type": "string"
          }
        }
      },
      "Health": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "status"
        ],
        "properties": {
          "status": {
            "type": "string",
            "enum": [
              "live",
              "ready"
            ]
          }
        }
      },
      "OpenapiDocument": {
        "type": "object",
        "description": "An OpenAPI document, version 3.0.3.",
        "required": [
          "openapi",
          "info",
          "paths"
        ],
        "properties": {
          "openapi": {
            "type": "string"
          },
          "info": {
            "type": "object"
          },
          "paths": {
            "type": "object"
          }
        }
      },
      "Problem": {
        "type": "object",
        "description": "A problem (RFC 9457), with a code for programs.",
        "additionalProperties": false,
        "required": [
          "type",
          "title",
          "status",
          "detail",
          "code"
        ],
        "properties": {
          "type": {
            "type": "string",
            "description": "Always `about:blank`; `code` tells problems apart."
          },
          "title": {
            "type": "string",
            "description": "The phrase of the HTTP status."
          },
          "status": {
            "type": "integer",
            "minimum": 400,
            "maximum": 599
          },
          "detail": {
            "type": "string",
            "description": "What went wrong and what to do, for people."
          },
          "code": {
            "type": "string",
            "description": "What went wrong, for programs.",
            "pattern": "^[a-z_]+$"
          },
          "errors": {
            "type": "array",
            "description": "For invalid input, each place that is wrong.",
            "items": {
              "$ref": "#/components/schemas/ProblemDetail"
            }
          }
        }
      },
      "ProblemDetail": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "pointer",
          "detail"
        ],
        "properties": {
          "pointer": {
            "type": "string",
            "description": "A JSON Pointer (RFC 6901) into the request, as if it were `{\"path\": {}, \"query\": {}, \"body\": {}}`."
          },
          "detail": {
            "type": "string",
            "description": "What is wrong there, and what is allowed."
          }
        }
      }
    }
  }
}
