// Generated from openapi.yaml by `npm run generate`. Do not edit.
export const document = {
  "openapi": "3.0.3",
  "info": {
    "title": "koa-simple-security",
    "version": "0.1.0",
    "description": "API-key security for Koa, described by this document and served by it. Try it: press *Authorize*, paste a key, and call\n`/secure`.\n\nErrors are `application/problem+json` (RFC 9457): `code` is stable and meant for programs, `detail` is for people.\nA request is matched (404, 405), authorized (403, 429), read (415, 413, 400) and validated (422), in this order, before\nanything is done. What is not declared is refused. HEAD answers like GET wherever GET changes nothing.\n",
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
      "name": "_auth",
      "x-internal": true,
      "description": "Administration of keys. Press *Authorize*, paste the admin secret into *Secret header* and run `/auth/new`; then\npaste the new key into *API key header* or *API key query* and call what a key opens.\n"
    },
    {
      "name": "_gateway",
      "x-internal": true,
      "description": "For gateways that guard servers of any kind with these keys."
    },
    {
      "name": "_metrics",
      "x-internal": true,
      "description": "For Prometheus."
    },
    {
      "name": "sample",
      "description": "One guarded endpoint and one open endpoint, to try a key with."
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
              "type": "string",
              "minLength": 1,
              "maxLength": 200,
              "pattern": "^[^\\x00-\\x1F\\x7F]*$",
              "format": "no-control-characters"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
                  "description": "JSON's null.",
                  "enum": [
                    null
                  ]
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
            "description": "The new expiration date, in ISO 8601: a date, a local time, or a time with an offset. What has no offset is\nread as UTC; a plain date means its first instant: `2027-01-31`, `2027-01-31T12:00`, `2027-01-31T12:00:00Z`. A `+` must be written `%2B` in a query. When it is left\nout, the key gets the configured number of days from now.\n",
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
        "description": "Every key with its state and its counts, the latest used first, never-used keys last. A request that was answered\nbefore this one is counted. With `limit` or `cursor`, one page of them and `next_cursor`, where there are more.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys": {
      "post": {
        "operationId": "createKey",
        "summary": "Create a key, or bring one in",
        "description": "Makes a key, or takes over the one that is given. This is the only time that a generated key can be seen. A key\nthat is brought in must be a UUID, or its length and alphabet must leave room for 128 bits.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/KeyCreation"
              },
              "example": {
                "name": "reporting job",
                "scopes": [
                  "reports:read"
                ],
                "metadata": {
                  "team": "finance"
                },
                "expiration_date": "2027-01-31T12:00:00Z"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The key, with its secret.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              },
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CreatedKey"
                },
                "example": {
                  "key": "kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000000",
                  "id": "0Exampl3Id00",
                  "start": "kss_0Exampl3Id00",
                  "name": "reporting job",
                  "scopes": [
                    "reports:read"
                  ],
                  "metadata": {
                    "team": "finance"
                  },
                  "status": "active",
                  "is_active": true,
                  "never_expire": false,
                  "expiration_date": "2027-01-31T12:00:00Z",
                  "created_date": "2027-01-01T12:00:00Z",
                  "total_queries": 0
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/MalformedJson"
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "409": {
            "$ref": "#/components/responses/KeyExists"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      },
      "get": {
        "operationId": "listKeys",
        "summary": "List and find keys",
        "description": "One page of the keys that every given filter fits. Ask for the next page with `next_cursor` and the same filters:\nkeys that are added or removed meanwhile make none appear twice and none go missing.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "name": "status",
            "in": "query",
            "description": "Only keys in this state.",
            "schema": {
              "$ref": "#/components/schemas/KeyStatus"
            }
          },
          {
            "name": "name",
            "in": "query",
            "description": "Only keys whose name contains this text, in whichever letter case.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200
            }
          },
          {
            "name": "scope",
            "in": "query",
            "description": "Only keys that were given exactly this scope.",
            "schema": {
              "$ref": "#/components/schemas/Scope"
            }
          },
          {
            "name": "unused_since",
            "in": "query",
            "description": "Only keys that were not used at this time or later, be it that they were never used.",
            "schema": {
              "$ref": "#/components/schemas/Instant"
            }
          },
          {
            "name": "expires_before",
            "in": "query",
            "description": "Only keys that expire before this time. Keys that never expire do not.",
            "schema": {
              "$ref": "#/components/schemas/Instant"
            }
          },
          {
            "name": "sort",
            "in": "query",
            "description": "By what to sort; with `-` in front, the largest or latest comes first. Without it: by `expiration_date` where\n`expires_before` or the status `expired` is asked for, by `latest_query_date` where `unused_since` is, and else by\n`-created_date`. Keys without a name, expiration date or use come where the smallest name, the latest expiration\ndate and the earliest use would.\n",
            "schema": {
              "$ref": "#/components/schemas/KeySort"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "A page of keys.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/KeyPage"
                },
                "example": {
                  "keys": [
                    {
                      "id": "0Exampl3Id00",
                      "start": "kss_0Exampl3Id00",
                      "name": "reporting job",
                      "scopes": [
                        "reports:read"
                      ],
                      "metadata": {
                        "team": "finance"
                      },
                      "status": "active",
                      "is_active": true,
                      "never_expire": false,
                      "expiration_date": "2027-01-31T12:00:00Z",
                      "created_date": "2027-01-01T12:00:00Z",
                      "latest_query_date": "2027-01-16T08:30:00Z",
                      "total_queries": 2000
                    }
                  ],
                  "next_cursor": "kq3Zr0dV1mYb8w2hWzE3OTg3MjAwMDAwMDAsNDJd"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys/{keyId}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/KeyIdInPath"
        }
      ],
      "get": {
        "operationId": "getKey",
        "summary": "Read a key",
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
            "$ref": "#/components/responses/Key"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      },
      "patch": {
        "operationId": "updateKey",
        "summary": "Change a key",
        "description": "Changes the members that are given, and nothing else. Scopes and metadata are replaced as a whole.",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/KeyChanges"
              },
              "example": {
                "scopes": [
                  "reports:*"
                ]
              }
            }
          }
        },
        "responses": {
          "200": {
            "$ref": "#/components/responses/Key"
          },
          "400": {
            "$ref": "#/components/responses/MalformedJson"
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "404": {
            "$ref": "#/components/responses/KeyNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
          },
          "503": {
            "$ref": "#/components/responses/DatabaseUnavailable"
          }
        }
      },
      "delete": {
        "operationId": "deleteKey",
        "summary": "Delete a key",
        "description": "The key, its secrets and its usage are gone; its audit trail stays.",
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
          "204": {
            "description": "Done.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys/{keyId}/revoke": {
      "parameters": [
        {
          "$ref": "#/components/parameters/KeyIdInPath"
        }
      ],
      "post": {
        "operationId": "revokeKey",
        "summary": "Revoke a key by its id",
        "description": "From this answer on, every request with the key is refused. A former secret that still worked after a rotation ends\nfor good. Revoking again changes nothing.\n",
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
            "$ref": "#/components/responses/Key"
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys/{keyId}/renew": {
      "parameters": [
        {
          "$ref": "#/components/parameters/KeyIdInPath"
        }
      ],
      "post": {
        "operationId": "renewKey",
        "summary": "Renew a key by its id",
        "description": "Moves the expiration date, and reactivates the key when it was revoked.",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "requestBody": {
          "required": false,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/KeyRenewal"
              },
              "example": {
                "expiration_date": "2027-01-31T12:00:00Z"
              }
            }
          }
        },
        "responses": {
          "200": {
            "$ref": "#/components/responses/Key"
          },
          "400": {
            "$ref": "#/components/responses/MalformedJson"
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "404": {
            "$ref": "#/components/responses/KeyNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys/{keyId}/rotate": {
      "parameters": [
        {
          "$ref": "#/components/parameters/KeyIdInPath"
        }
      ],
      "post": {
        "operationId": "rotateKey",
        "summary": "Give a key a new secret",
        "description": "The id, the usage and the history stay. The former secret works until the overlap ends, so that clients can be moved\nwithout downtime.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "requestBody": {
          "required": false,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/KeyRotation"
              },
              "example": {
                "overlap_seconds": 86400
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The key, with its new secret.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              },
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/CreatedKey"
                },
                "example": {
                  "key": "kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000001",
                  "id": "0Exampl3Id00",
                  "start": "kss_0Exampl3Id00",
                  "scopes": [],
                  "metadata": {},
                  "status": "active",
                  "is_active": true,
                  "never_expire": true,
                  "created_date": "2027-01-01T12:00:00Z",
                  "total_queries": 2000
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/MalformedJson"
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "404": {
            "$ref": "#/components/responses/KeyNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/keys/{keyId}/usage": {
      "parameters": [
        {
          "$ref": "#/components/parameters/KeyIdInPath"
        }
      ],
      "get": {
        "operationId": "getKeyUsage",
        "summary": "Read how a key was used over time",
        "description": "How many requests the key authorized in each hour or day of UTC, those without any included. Usage is kept for the\nconfigured number of days. At most 2,400 points are given at once.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "name": "from",
            "in": "query",
            "description": "The first interval is the one that this time is in. It must lie before `to`, by at most 2,400 intervals. Without it,\n24 hours or 30 days before `to`.\n",
            "schema": {
              "$ref": "#/components/schemas/Instant"
            }
          },
          {
            "name": "to",
            "in": "query",
            "description": "The last interval is the one before or around this time. Without it, now.",
            "schema": {
              "$ref": "#/components/schemas/Instant"
            }
          },
          {
            "name": "interval",
            "in": "query",
            "description": "How long each interval is.",
            "schema": {
              "$ref": "#/components/schemas/UsageInterval"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The usage.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/KeyUsage"
                },
                "example": {
                  "interval": "hour",
                  "points": [
                    {
                      "start": "2027-01-01T00:00:00Z",
                      "queries": 0
                    },
                    {
                      "start": "2027-01-01T01:00:00Z",
                      "queries": 42
                    }
                  ]
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/audit": {
      "get": {
        "operationId": "listAuditEvents",
        "summary": "Read who changed what",
        "description": "Every change of a key, the newest first, also of keys that were deleted. It tells which way a change came, and what\nchanged from what to what; it never holds a secret. Attempts with a wrong admin secret are in it too, at most one event\nfor each address and minute.\n",
        "tags": [
          "_auth"
        ],
        "x-internal": true,
        "security": [
          {
            "SecretHeader": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "name": "key_id",
            "in": "query",
            "description": "Only events of the key with this id.",
            "schema": {
              "$ref": "#/components/schemas/KeyId"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "A page of events.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AuditPage"
                },
                "example": {
                  "events": [
                    {
                      "id": "17",
                      "date": "2027-01-01T12:00:00Z",
                      "action": "updated",
                      "key_id": "0Exampl3Id00",
                      "via": "http",
                      "address": "192.0.2.7",
                      "changes": [
                        {
                          "member": "name",
                          "from": "reporting",
                          "to": "reporting job"
                        }
                      ]
                    },
                    {
                      "id": "16",
                      "date": "2027-01-01T11:00:00Z",
                      "action": "secret_refused",
                      "via": "http",
                      "address": "192.0.2.99",
                      "changes": [
                        {
                          "member": "attempts",
                          "to": 21
                        }
                      ]
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
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/auth/verify": {
      "get": {
        "operationId": "verifyKey",
        "summary": "Whether a key is good, for a gateway",
        "description": "A gateway in front of another server asks this before it passes a request on: nginx (`auth_request`), Traefik\n(ForwardAuth), Caddy (`forward_auth`). 204 lets the request pass, and tells whose it is.\n\nThe key is that of the request which the gateway asks about: in the `api-key` header, in the `api-key` query\nparameter, or in the query of the original URI, a path or absolute, that the gateway tells in `X-Original-URI` or\n`X-Forwarded-Uri`. Places that carry the same key are one; a key that is given twice or differs is refused, and so is\none of which the two headers do not say the same. Each 204 is a use of the key, which is counted.\n",
        "tags": [
          "_gateway"
        ],
        "x-internal": true,
        "x-key-in-original-uri": true,
        "x-scopes-parameter": "scope",
        "security": [
          {
            "ApiKeyHeader": []
          },
          {
            "ApiKeyQuery": []
          }
        ],
        "parameters": [
          {
            "name": "scope",
            "in": "query",
            "description": "A scope that the key must have been given, itself or by a wildcard. Given several times, the key needs each of them:\n`scope=reports:read&scope=reports:write`.\n",
            "schema": {
              "$ref": "#/components/schemas/Scopes"
            },
            "example": [
              "reports:read"
            ]
          }
        ],
        "responses": {
          "204": {
            "description": "The key is good. The headers are always there, so that they replace what a client made up.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              },
              "X-Api-Key-Id": {
                "description": "The id of the key.",
                "required": true,
                "schema": {
                  "type": "string"
                },
                "example": "0Exampl3Id00"
              },
              "X-Api-Key-Name": {
                "description": "The name of the key, in UTF-8 and percent-encoded (RFC 3986, section 2.1), all but ASCII letters, digits and\n`-_.!~*'()`. Empty where it has none.\n",
                "required": true,
                "schema": {
                  "type": "string"
                },
                "example": "reporting%20job"
              },
              "X-Api-Key-Scopes": {
                "description": "The scopes that the key was given, wildcards as they are, separated by blanks (RFC 6749, section 3.3). Empty\nwhere it has none.\n",
                "required": true,
                "schema": {
                  "type": "string"
                },
                "example": "reports:read reports:write"
              },
              "Sunset": {
                "description": "When this key stops working, as with `/secure`.",
                "schema": {
                  "type": "string"
                },
                "example": "Sun, 31 Jan 2027 12:00:00 GMT"
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/KeyRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/metrics": {
      "get": {
        "operationId": "getMetrics",
        "summary": "Read the metrics",
        "description": "In the text format of Prometheus. It is there when the option `metrics` is on, for whoever has the token of the option\n`metricsToken` or the admin secret. Wrong tokens count as wrong admin secrets.\n",
        "tags": [
          "_metrics"
        ],
        "x-internal": true,
        "security": [
          {
            "MetricsToken": []
          },
          {
            "SecretHeader": []
          }
        ],
        "responses": {
          "200": {
            "description": "All metrics as they are now, of this process, or of each worker of a server with several.",
            "headers": {
              "Cache-Control": {
                "$ref": "#/components/headers/NoStore"
              }
            },
            "content": {
              "text/plain; version=0.0.4": {
                "schema": {
                  "type": "string"
                },
                "example": "# HELP koa_simple_security_usage_pending_counters Counts of uses that are not written yet, one for a key and an hour.\n# TYPE koa_simple_security_usage_pending_counters gauge\nkoa_simple_security_usage_pending_counters 0\n"
              }
            }
          },
          "403": {
            "$ref": "#/components/responses/SecretRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "429": {
            "$ref": "#/components/responses/TooManyAttempts"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
          },
          "500": {
            "$ref": "#/components/responses/InternalError"
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
              },
              "Sunset": {
                "description": "When this key stops working (RFC 8594). It is there in the last fifth of a key's life, and with a key that was\nreplaced by another and still works for a while.\n",
                "schema": {
                  "type": "string"
                },
                "example": "Sun, 31 Jan 2027 12:00:00 GMT"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
        "description": "With `for=key`, only the operations that the key of the request may call, and nothing that only others need. That is a\nuse of the key, and no cache may keep the answer. Without it, everybody gets the same, and no key is needed.\n",
        "tags": [
          "docs"
        ],
        "security": [
          {},
          {
            "ApiKeyHeader": []
          },
          {
            "ApiKeyQuery": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/For"
          }
        ],
        "responses": {
          "200": {
            "description": "The OpenAPI document.",
            "headers": {
              "Cross-Origin-Resource-Policy": {
                "$ref": "#/components/headers/SameOriginResource"
              },
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
          "403": {
            "$ref": "#/components/responses/KeyRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
    "/openapi.yaml": {
      "get": {
        "operationId": "getOpenapiYaml",
        "summary": "This document, as YAML",
        "description": "With `for=key`, only the operations that the key of the request may call, and nothing that only others need. That is a\nuse of the key, and no cache may keep the answer. Without it, everybody gets the same, and no key is needed.\n",
        "tags": [
          "docs"
        ],
        "security": [
          {},
          {
            "ApiKeyHeader": []
          },
          {
            "ApiKeyQuery": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/For"
          }
        ],
        "responses": {
          "200": {
            "description": "The OpenAPI document. The media type is that of RFC 9512.",
            "headers": {
              "Cross-Origin-Resource-Policy": {
                "$ref": "#/components/headers/SameOriginResource"
              },
              "ETag": {
                "$ref": "#/components/headers/ETag"
              }
            },
            "content": {
              "application/yaml": {
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
          "403": {
            "$ref": "#/components/responses/KeyRefused"
          },
          "422": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
              "Referrer-Policy": {
                "$ref": "#/components/headers/NoReferrer"
              },
              "Cross-Origin-Opener-Policy": {
                "$ref": "#/components/headers/SameOriginOpener"
              },
              "Cross-Origin-Resource-Policy": {
                "$ref": "#/components/headers/SameOriginResource"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
            "example": "page.css"
          }
        ],
        "responses": {
          "200": {
            "description": "The file.",
            "headers": {
              "Cross-Origin-Resource-Policy": {
                "$ref": "#/components/headers/SameOriginResource"
              },
              "ETag": {
                "$ref": "#/components/headers/ETag"
              },
              "Content-Encoding": {
                "description": "gzip, for a large file where the request accepts it.",
                "schema": {
                  "type": "string"
                },
                "example": "gzip"
              },
              "Vary": {
                "description": "Which header of the request the answer depends on, for a large file.",
                "schema": {
                  "type": "string"
                },
                "example": "Accept-Encoding"
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
          "431": {
            "$ref": "#/components/responses/HeadTooLarge"
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
      "MetricsToken": {
        "x-internal": true,
        "description": "Token for metrics",
        "type": "http",
        "scheme": "bearer"
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
      "For": {
        "name": "for",
        "in": "query",
        "description": "Whom the document is for. Without it, it is for everybody.",
        "schema": {
          "type": "string",
          "enum": [
            "key"
          ]
        },
        "example": "key"
      },
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
      },
      "KeyIdInPath": {
        "x-internal": true,
        "name": "keyId",
        "in": "path",
        "required": true,
        "description": "The id of the key.",
        "schema": {
          "type": "string",
          "maxLength": 100
        },
        "example": "0Exampl3Id00"
      },
      "Limit": {
        "x-internal": true,
        "name": "limit",
        "in": "query",
        "description": "How many to give at most; 50 when left out.",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 200
        }
      },
      "Cursor": {
        "x-internal": true,
        "name": "cursor",
        "in": "query",
        "description": "The `next_cursor` of the page before, for the same filters and order.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2000
        }
      }
    },
    "headers": {
      "Location": {
        "x-internal": true,
        "description": "The path of the key.",
        "required": true,
        "schema": {
          "type": "string"
        },
        "example": "/auth/keys/0Exampl3Id00"
      },
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
      "NoReferrer": {
        "description": "Where the page leads, nobody is told from where.",
        "required": true,
        "schema": {
          "type": "string",
          "enum": [
            "no-referrer"
          ]
        },
        "example": "no-referrer"
      },
      "SameOriginOpener": {
        "description": "A page of another origin that opens this one gets no hold of its window.",
        "required": true,
        "schema": {
          "type": "string",
          "enum": [
            "same-origin"
          ]
        },
        "example": "same-origin"
      },
      "SameOriginResource": {
        "description": "Pages of other origins cannot embed it. What CORS allows them to read is not concerned.",
        "required": true,
        "schema": {
          "type": "string",
          "enum": [
            "same-origin"
          ]
        },
        "example": "same-origin"
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
        "description": "The key is missing, not good, given more than once, or lacks a scope that is asked for (`insufficient_scope`). Unknown,\nrevoked and expired keys get the same answer.\n",
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
      "TooManyAttempts": {
        "x-internal": true,
        "description": "Too many wrong admin secrets came from this address within a minute. None is looked at for a minute, not the right one\neither. API keys work as ever.\n",
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
              "title": "Too Many Requests",
              "status": 429,
              "detail": "Too many wrong admin secrets came from this address. Wait, then try again.",
              "code": "too_many_attempts"
            }
          }
        }
      },
      "Key": {
        "x-internal": true,
        "description": "The key as it is now.",
        "headers": {
          "Cache-Control": {
            "$ref": "#/components/headers/NoStore"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Key"
            },
            "example": {
              "id": "0Exampl3Id00",
              "start": "kss_0Exampl3Id00",
              "name": "reporting job",
              "scopes": [
                "reports:read"
              ],
              "metadata": {
                "team": "finance"
              },
              "status": "active",
              "is_active": true,
              "never_expire": false,
              "expiration_date": "2027-01-31T12:00:00Z",
              "created_date": "2027-01-01T12:00:00Z",
              "latest_query_date": "2027-01-16T08:30:00Z",
              "total_queries": 2000
            }
          }
        }
      },
      "KeyExists": {
        "x-internal": true,
        "description": "The key that was to be brought in exists already. Nothing was changed.",
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
              "title": "Conflict",
              "status": 409,
              "detail": "This key exists already.",
              "code": "key_exists"
            }
          }
        }
      },
      "MalformedJson": {
        "description": "The body is not valid JSON in UTF-8.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Bad Request",
              "status": 400,
              "detail": "The body is not valid JSON in UTF-8.",
              "code": "malformed_json"
            }
          }
        }
      },
      "PayloadTooLarge": {
        "description": "The body has more than 100 KiB.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Content Too Large",
              "status": 413,
              "detail": "The body is too large.",
              "code": "payload_too_large"
            }
          }
        }
      },
      "UnsupportedMediaType": {
        "description": "The body is not `application/json`, or has a content encoding.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "about:blank",
              "title": "Unsupported Media Type",
              "status": 415,
              "detail": "The body must be application/json, without a content encoding.",
              "code": "unsupported_media_type"
            }
          }
        }
      },
      "HeadTooLarge": {
        "description": "The path, the query and the headers have more than 16 KiB together. The server reads no further, so this comes before\nanything else, and without a body.\n"
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
        "description": "Up to 200 characters, none of them a control character, and no key among them.",
        "maxLength": 200,
        "pattern": "^[^\\x00-\\x1F\\x7F]*$",
        "format": "no-control-characters"
      },
      "KeyId": {
        "x-internal": true,
        "type": "string",
        "description": "The public id of a key.",
        "pattern": "^[0-9A-Za-z]{1,32}$"
      },
      "KeyStart": {
        "x-internal": true,
        "type": "string",
        "description": "The prefix and the id of a key, which may be shown."
      },
      "KeyStatus": {
        "x-internal": true,
        "type": "string",
        "enum": [
          "active",
          "revoked",
          "expired"
        ]
      },
      "KeySort": {
        "x-internal": true,
        "type": "string",
        "description": "What keys are sorted by; with `-` in front, the largest or latest comes first.",
        "enum": [
          "created_date",
          "-created_date",
          "name",
          "-name",
          "expiration_date",
          "-expiration_date",
          "latest_query_date",
          "-latest_query_date"
        ],
        "x-enum-varnames": [
          "CREATED_DATE_ASCENDING",
          "CREATED_DATE_DESCENDING",
          "NAME_ASCENDING",
          "NAME_DESCENDING",
          "EXPIRATION_DATE_ASCENDING",
          "EXPIRATION_DATE_DESCENDING",
          "LATEST_QUERY_DATE_ASCENDING",
          "LATEST_QUERY_DATE_DESCENDING"
        ]
      },
      "Instant": {
        "x-internal": true,
        "type": "string",
        "format": "date-time",
        "description": "A date and time with an offset (RFC 3339), of the years 1970 to 9999.",
        "maxLength": 40
      },
      "Scope": {
        "x-internal": true,
        "type": "string",
        "description": "Visible ASCII without blanks, quotes and backslashes (RFC 6749, section 3.3). `*` stands for every scope,\n`reports:*` for every one that begins with `reports:`.\n",
        "maxLength": 100,
        "pattern": "^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$"
      },
      "Scopes": {
        "x-internal": true,
        "type": "array",
        "maxItems": 100,
        "uniqueItems": true,
        "items": {
          "$ref": "#/components/schemas/Scope"
        }
      },
      "Metadata": {
        "x-internal": true,
        "type": "object",
        "description": "Up to 64 texts by name, for whatever you want to know of a key. Nothing here looks into it. Names have up to 100\ncharacters. As in the name of a key, there are no control characters and no keys in names and texts.\n",
        "maxProperties": 64,
        "additionalProperties": {
          "type": "string",
          "maxLength": 500,
          "pattern": "^[^\\x00-\\x1F\\x7F]*$",
          "format": "no-control-characters"
        }
      },
      "Key": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "start",
          "scopes",
          "metadata",
          "status",
          "is_active",
          "never_expire",
          "created_date",
          "total_queries"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/KeyId"
          },
          "start": {
            "$ref": "#/components/schemas/KeyStart"
          },
          "name": {
            "$ref": "#/components/schemas/KeyName"
          },
          "scopes": {
            "$ref": "#/components/schemas/Scopes"
          },
          "metadata": {
            "$ref": "#/components/schemas/Metadata"
          },
          "status": {
            "$ref": "#/components/schemas/KeyStatus"
          },
          "is_active": {
            "type": "boolean",
            "description": "False once the key is revoked. An expired key is still active in this sense."
          },
          "never_expire": {
            "type": "boolean"
          },
          "expiration_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key never expires."
          },
          "created_date": {
            "type": "string",
            "format": "date-time"
          },
          "revoked_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key is not revoked."
          },
          "latest_query_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key was never used."
          },
          "total_queries": {
            "type": "integer",
            "format": "int64",
            "minimum": 0,
            "description": "How many requests the key has authorized."
          }
        }
      },
      "CreatedKey": {
        "x-internal": true,
        "type": "object",
        "description": "A key, with the secret that is seen this once.",
        "additionalProperties": false,
        "required": [
          "key",
          "id",
          "start",
          "scopes",
          "metadata",
          "status",
          "is_active",
          "never_expire",
          "created_date",
          "total_queries"
        ],
        "properties": {
          "key": {
            "type": "string",
            "description": "The whole key."
          },
          "id": {
            "$ref": "#/components/schemas/KeyId"
          },
          "start": {
            "$ref": "#/components/schemas/KeyStart"
          },
          "name": {
            "$ref": "#/components/schemas/KeyName"
          },
          "scopes": {
            "$ref": "#/components/schemas/Scopes"
          },
          "metadata": {
            "$ref": "#/components/schemas/Metadata"
          },
          "status": {
            "$ref": "#/components/schemas/KeyStatus"
          },
          "is_active": {
            "type": "boolean",
            "description": "False once the key is revoked. An expired key is still active in this sense."
          },
          "never_expire": {
            "type": "boolean"
          },
          "expiration_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key never expires."
          },
          "created_date": {
            "type": "string",
            "format": "date-time"
          },
          "revoked_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key is not revoked."
          },
          "latest_query_date": {
            "type": "string",
            "format": "date-time",
            "description": "Left out when the key was never used."
          },
          "total_queries": {
            "type": "integer",
            "format": "int64",
            "minimum": 0,
            "description": "How many requests the key has authorized."
          }
        }
      },
      "KeyCreation": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "name": {
            "$ref": "#/components/schemas/KeyName"
          },
          "scopes": {
            "$ref": "#/components/schemas/Scopes"
          },
          "metadata": {
            "$ref": "#/components/schemas/Metadata"
          },
          "expiration_date": {
            "$ref": "#/components/schemas/Instant"
          },
          "never_expire": {
            "type": "boolean",
            "description": "Whether the key works until it is revoked. False when left out."
          },
          "key": {
            "type": "string",
            "description": "A key to bring in. It is generated when this is left out.",
            "format": "brought-in-key",
            "minLength": 1,
            "maxLength": 256
          }
        }
      },
      "KeyChanges": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "name": {
            "$ref": "#/components/schemas/KeyName"
          },
          "scopes": {
            "$ref": "#/components/schemas/Scopes"
          },
          "metadata": {
            "$ref": "#/components/schemas/Metadata"
          },
          "expiration_date": {
            "$ref": "#/components/schemas/Instant"
          },
          "never_expire": {
            "type": "boolean"
          }
        }
      },
      "KeyRenewal": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "expiration_date": {
            "$ref": "#/components/schemas/Instant"
          }
        }
      },
      "KeyRotation": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "overlap_seconds": {
            "type": "integer",
            "description": "For how long the former secret goes on working; 0, not at all, when left out.",
            "minimum": 0,
            "maximum": 604800
          }
        }
      },
      "KeyPage": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "keys"
        ],
        "properties": {
          "keys": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Key"
            }
          },
          "next_cursor": {
            "$ref": "#/components/schemas/NextCursor"
          }
        }
      },
      "NextCursor": {
        "x-internal": true,
        "type": "string",
        "description": "What to give as `cursor` for the next page. Left out on the last one."
      },
      "UsageInterval": {
        "x-internal": true,
        "type": "string",
        "enum": [
          "hour",
          "day"
        ]
      },
      "KeyUsage": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "interval",
          "points"
        ],
        "properties": {
          "interval": {
            "$ref": "#/components/schemas/UsageInterval"
          },
          "points": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/UsagePoint"
            }
          }
        }
      },
      "UsagePoint": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "start",
          "queries"
        ],
        "properties": {
          "start": {
            "type": "string",
            "format": "date-time"
          },
          "queries": {
            "type": "integer",
            "format": "int64",
            "minimum": 0
          }
        }
      },
      "AuditPage": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "events"
        ],
        "properties": {
          "events": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/AuditEvent"
            }
          },
          "next_cursor": {
            "$ref": "#/components/schemas/NextCursor"
          }
        }
      },
      "AuditEvent": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "date",
          "action",
          "via",
          "changes"
        ],
        "properties": {
          "id": {
            "type": "string",
            "description": "Later events have larger numbers."
          },
          "date": {
            "type": "string",
            "format": "date-time"
          },
          "action": {
            "type": "string",
            "enum": [
              "created",
              "imported",
              "updated",
              "revoked",
              "renewed",
              "rotated",
              "deleted",
              "secret_refused"
            ]
          },
          "key_id": {
            "description": "Left out with `secret_refused`, which is of no key.",
            "allOf": [
              {
                "$ref": "#/components/schemas/KeyId"
              }
            ]
          },
          "via": {
            "type": "string",
            "description": "Which way the change came.",
            "enum": [
              "http",
              "command-line",
              "code"
            ]
          },
          "address": {
            "type": "string",
            "description": "Of whom the request came from. Left out where there was no request, and with `secret_refused` where the attempts came from\nmany addresses.\n"
          },
          "changes": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/AuditChange"
            }
          }
        }
      },
      "AuditChange": {
        "x-internal": true,
        "type": "object",
        "additionalProperties": false,
        "required": [
          "member"
        ],
        "properties": {
          "member": {
            "type": "string",
            "description": "The member of the key that changed; with `secret_refused`, `attempts`."
          },
          "from": {
            "description": "What it was. Left out when there was nothing."
          },
          "to": {
            "description": "What it is. Left out when there is nothing. Of `attempts`, how many there were since the date of the event."
          }
        }
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
          },
          "next_cursor": {
            "$ref": "#/components/schemas/NextCursor"
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
            "format": "int64",
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
