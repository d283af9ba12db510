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
    "requiredScopes": [],
    "query": [],
    "pathParameters": [],
    "responses": {
      "200": {
        "contentTypes": [
          "application/json"
        ],
        "constantHeaders": {},
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
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
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
  "getOpenapiYaml": {
    "method": "GET",
    "path": "/openapi.yaml",
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
          "application/yaml"
        ],
        "constantHeaders": {},
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
      "422": {
        "contentTypes": [
          "application/problem+json"
        ],
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
        "constantHeaders": {},
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
        "constantHeaders": {},
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
