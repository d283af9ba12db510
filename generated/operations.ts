// Generated from openapi.yaml by `npm run generate`. Do not edit.
export const operations = {
  "newApiKey": {
    "method": "GET",
    "path": "/auth/new",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "name",
        "type": "string"
      },
      {
        "name": "never_expires",
        "type": "boolean"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "revokeApiKey": {
    "method": "GET",
    "path": "/auth/revoke",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "api-key",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "renewApiKey": {
    "method": "GET",
    "path": "/auth/renew",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "api-key",
        "type": "string"
      },
      {
        "name": "expiration-date",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getApiKeyUsageLogs": {
    "method": "GET",
    "path": "/auth/logs",
    "tags": [
      "_auth"
    ],
    "changesState": false,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "limit",
        "type": "integer"
      },
      {
        "name": "cursor",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "listKeys": {
    "method": "GET",
    "path": "/auth/keys",
    "tags": [
      "_auth"
    ],
    "changesState": false,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "limit",
        "type": "integer"
      },
      {
        "name": "cursor",
        "type": "string"
      },
      {
        "name": "status",
        "type": "string"
      },
      {
        "name": "name",
        "type": "string"
      },
      {
        "name": "scope",
        "type": "string"
      },
      {
        "name": "unused_since",
        "type": "string"
      },
      {
        "name": "expires_before",
        "type": "string"
      },
      {
        "name": "sort",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "createKey": {
    "method": "POST",
    "path": "/auth/keys",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "bodyRequired": true,
    "responses": {
      "201": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Location"
        ]
      },
      "400": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "409": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "413": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "415": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getKey": {
    "method": "GET",
    "path": "/auth/keys/{keyId}",
    "tags": [
      "_auth"
    ],
    "changesState": false,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "deleteKey": {
    "method": "DELETE",
    "path": "/auth/keys/{keyId}",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "responses": {
      "204": {
        "contentTypes": [],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "updateKey": {
    "method": "PATCH",
    "path": "/auth/keys/{keyId}",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "bodyRequired": true,
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "400": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "413": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "415": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "revokeKey": {
    "method": "POST",
    "path": "/auth/keys/{keyId}/revoke",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "renewKey": {
    "method": "POST",
    "path": "/auth/keys/{keyId}/renew",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "bodyRequired": false,
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "400": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "413": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "415": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "rotateKey": {
    "method": "POST",
    "path": "/auth/keys/{keyId}/rotate",
    "tags": [
      "_auth"
    ],
    "changesState": true,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "bodyRequired": false,
    "responses": {
      "201": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Location"
        ]
      },
      "400": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "413": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "415": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getKeyUsage": {
    "method": "GET",
    "path": "/auth/keys/{keyId}/usage",
    "tags": [
      "_auth"
    ],
    "changesState": false,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "from",
        "type": "string"
      },
      {
        "name": "to",
        "type": "string"
      },
      {
        "name": "interval",
        "type": "string"
      }
    ],
    "pathParameters": [
      {
        "name": "keyId",
        "type": "string"
      }
    ],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "listAuditEvents": {
    "method": "GET",
    "path": "/auth/audit",
    "tags": [
      "_auth"
    ],
    "changesState": false,
    "credential": {
      "name": "secret-key",
      "in": [
        "header"
      ]
    },
    "requiredScopes": [],
    "query": [
      {
        "name": "limit",
        "type": "integer"
      },
      {
        "name": "cursor",
        "type": "string"
      },
      {
        "name": "key_id",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "verifyKey": {
    "method": "GET",
    "path": "/auth/verify",
    "tags": [
      "_gateway"
    ],
    "changesState": false,
    "credential": {
      "name": "api-key",
      "in": [
        "header",
        "query"
      ],
      "inOriginalUri": true
    },
    "requiredScopes": [],
    "scopesParameter": "scope",
    "query": [
      {
        "name": "scope",
        "type": "array",
        "itemType": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "204": {
        "contentTypes": [],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "X-Api-Key-Id",
          "X-Api-Key-Name",
          "X-Api-Key-Scopes"
        ]
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getMetrics": {
    "method": "GET",
    "path": "/metrics",
    "tags": [
      "_metrics"
    ],
    "changesState": false,
    "credential": {
      "name": "authorization",
      "in": [
        "header"
      ]
    },
    "otherCredentials": [
      {
        "name": "secret-key",
        "in": [
          "header"
        ]
      }
    ],
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "text/plain; version=0.0.4"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "429": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      }
    }
  },
  "getSecure": {
    "method": "GET",
    "path": "/secure",
    "tags": [
      "sample"
    ],
    "changesState": false,
    "credential": {
      "name": "api-key",
      "in": [
        "header",
        "query"
      ]
    },
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "private"
        },
        "requiredHeaders": []
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getUnsecured": {
    "method": "GET",
    "path": "/unsecured",
    "tags": [
      "sample"
    ],
    "changesState": false,
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      }
    }
  },
  "getLiveness": {
    "method": "GET",
    "path": "/health/live",
    "tags": [
      "health"
    ],
    "changesState": false,
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      }
    }
  },
  "getReadiness": {
    "method": "GET",
    "path": "/health/ready",
    "tags": [
      "health"
    ],
    "changesState": false,
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getOpenapiJson": {
    "method": "GET",
    "path": "/openapi.json",
    "tags": [
      "docs"
    ],
    "changesState": false,
    "credential": {
      "name": "api-key",
      "in": [
        "header",
        "query"
      ]
    },
    "credentialOptional": true,
    "requiredScopes": [],
    "query": [
      {
        "name": "for",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {
          "Cross-Origin-Resource-Policy": "same-origin"
        },
        "requiredHeaders": [
          "ETag"
        ]
      },
      "304": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": [
          "ETag"
        ]
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getOpenapiYaml": {
    "method": "GET",
    "path": "/openapi.yaml",
    "tags": [
      "docs"
    ],
    "changesState": false,
    "credential": {
      "name": "api-key",
      "in": [
        "header",
        "query"
      ]
    },
    "credentialOptional": true,
    "requiredScopes": [],
    "query": [
      {
        "name": "for",
        "type": "string"
      }
    ],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/yaml"
        ],
        "constantHeaders": {
          "Cross-Origin-Resource-Policy": "same-origin"
        },
        "requiredHeaders": [
          "ETag"
        ]
      },
      "304": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": [
          "ETag"
        ]
      },
      "403": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      },
      "503": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": [
          "Retry-After"
        ]
      }
    }
  },
  "getDocs": {
    "method": "GET",
    "path": "/docs",
    "tags": [
      "docs"
    ],
    "changesState": false,
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "text/html"
        ],
        "constantHeaders": {
          "Referrer-Policy": "no-referrer",
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Resource-Policy": "same-origin"
        },
        "requiredHeaders": [
          "Content-Security-Policy",
          "ETag"
        ]
      },
      "304": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": [
          "ETag"
        ]
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      }
    }
  },
  "getDocsFile": {
    "method": "GET",
    "path": "/docs/{file}",
    "tags": [
      "docs"
    ],
    "changesState": false,
    "requiredScopes": [],
    "query": [],
    "pathParameters": [
      {
        "name": "file",
        "type": "string"
      }
    ],
    "responses": {
      "200": {
        "contentTypes": [
          "text/css",
          "text/javascript",
          "image/png"
        ],
        "constantHeaders": {
          "Cross-Origin-Resource-Policy": "same-origin"
        },
        "requiredHeaders": [
          "ETag"
        ]
      },
      "304": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": [
          "ETag"
        ]
      },
      "404": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "431": {
        "contentTypes": [],
        "constantHeaders": {},
        "requiredHeaders": []
      },
      "500": {
        "contentTypes": [
          "application/problem+json"
        ],
        "constantHeaders": {
          "Cache-Control": "no-store"
        },
        "requiredHeaders": []
      }
    }
  }
} as const
