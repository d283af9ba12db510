// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/auth/new": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Create a key
         * @description Makes a key and returns it. This is the only time that the key can be seen: what is stored is its SHA-256
         *     digest. A key expires after the configured number of days unless `never_expires` is true.
         */
        get: operations["newApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Revoke a key
         * @description From this answer on, every request with the key is refused. A key that does not exist gets the same answer, and
         *     revoking a key again changes nothing.
         */
        get: operations["revokeApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Renew a key
         * @description Moves the expiration date of a key, and reactivates the key when it was revoked.
         */
        get: operations["renewApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how the keys are used
         * @description Every key with its state and its counts, the latest used first, never-used keys last. A request that was answered
         *     before this one is counted. With `limit` or `cursor`, one page of them and `next_cursor`, where there are more.
         */
        get: operations["getApiKeyUsageLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and find keys
         * @description One page of the keys that every given filter fits. Ask for the next page with `next_cursor` and the same filters:
         *     keys that are added or removed meanwhile make none appear twice and none go missing.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a key, or bring one in
         * @description Makes a key, or takes over the one that is given. This is the only time that a generated key can be seen. A key
         *     that is brought in must be a UUID, or its length and alphabet must leave room for 128 bits.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        /** Read a key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Delete a key
         * @description The key, its secrets and its usage are gone; its audit trail stays.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        /**
         * Change a key
         * @description Changes the members that are given, and nothing else. Scopes and metadata are replaced as a whole.
         */
        patch: operations["updateKey"];
        trace?: never;
    };
    "/auth/keys/{keyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key by its id
         * @description From this answer on, every request with the key is refused. A former secret that still worked after a rotation ends
         *     for good. Revoking again changes nothing.
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/keys/{keyId}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a key by its id
         * @description Moves the expiration date, and reactivates the key when it was revoked.
         */
        post: operations["renewKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new secret
         * @description The id, the usage and the history stay. The former secret works until the overlap ends, so that clients can be moved
         *     without downtime.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/keys/{keyId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        /**
         * Read how a key was used over time
         * @description How many requests the key authorized in each hour or day of UTC, those without any included. Usage is kept for the
         *     configured number of days. At most 2,400 points are given at once.
         */
        get: operations["getKeyUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who changed what
         * @description Every change of a key, the newest first, also of keys that were deleted. It tells which way a change came, and what
         *     changed from what to what; it never holds a secret. Attempts with a wrong admin secret are in it too, at most one event
         *     for each address and minute.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a key is good, for a gateway
         * @description A gateway in front of another server asks this before it passes a request on: nginx (`auth_request`), Traefik
         *     (ForwardAuth), Caddy (`forward_auth`). 204 lets the request pass, and tells whose it is.
         *
         *     The key is that of the request which the gateway asks about: in the `api-key` header, in the `api-key` query
         *     parameter, or in the query of the original URI, a path or absolute, that the gateway tells in `X-Original-URI` or
         *     `X-Forwarded-Uri`. Places that carry the same key are one; a key that is given twice or differs is refused, and so is
         *     one of which the two headers do not say the same. Each 204 is a use of the key, which is counted.
         */
        get: operations["verifyKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics
         * @description In the text format of Prometheus. It is there when the option `metrics` is on, for whoever has the token of the option
         *     `metricsToken` or the admin secret. Wrong tokens count as wrong admin secrets.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A guarded endpoint
         * @description Needs a key, in the `api-key` header or in the `api-key` query parameter. A key that is given twice is refused,
         *     unless header and query carry the same one.
         */
        get: operations["getSecure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unsecured": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An open endpoint */
        get: operations["getUnsecured"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process runs
         * @description Says nothing of the database, so that an outage there does not restart the process.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests should be sent here
         * @description Asks the database. From the moment that a shutdown begins, the answer is 503.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document, as JSON
         * @description With `for=key`, only the operations that the key of the request may call, and nothing that only others need. That is a
         *     use of the key, and no cache may keep the answer. Without it, everybody gets the same, and no key is needed.
         */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document, as YAML
         * @description With `for=key`, only the operations that the key of the request may call, and nothing that only others need. That is a
         *     use of the key, and no cache may keep the answer. Without it, everybody gets the same, and no key is needed.
         */
        get: operations["getOpenapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page of interactive docs */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A script, style or picture of the page */
        get: operations["getDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description `{prefix}_{id}_{secret}{checksum}`. The id is public; the checksum is the CRC-32 of all before it, in base 62. */
        ApiKey: string;
        /**
         * Format: no-control-characters
         * @description Up to 200 characters, none of them a control character, and no key among them.
         */
        KeyName: string;
        /** @description The public id of a key. */
        KeyId: string;
        /** @description The prefix and the id of a key, which may be shown. */
        KeyStart: string;
        /** @enum {string} */
        KeyStatus: "active" | "revoked" | "expired";
        /**
         * @description What keys are sorted by; with `-` in front, the largest or latest comes first.
         * @enum {string}
         */
        KeySort: "created_date" | "-created_date" | "name" | "-name" | "expiration_date" | "-expiration_date" | "latest_query_date" | "-latest_query_date";
        /**
         * Format: date-time
         * @description A date and time with an offset (RFC 3339), of the years 1970 to 9999.
         */
        Instant: string;
        /**
         * @description Visible ASCII without blanks, quotes and backslashes (RFC 6749, section 3.3). `*` stands for every scope,
         *     `reports:*` for every one that begins with `reports:`.
         */
        Scope: string;
        Scopes: components["schemas"]["Scope"][];
        /**
         * @description Up to 64 texts by name, for whatever you want to know of a key. Nothing here looks into it. Names have up to 100
         *     characters. As in the name of a key, there are no control characters and no keys in names and texts.
         */
        Metadata: {
            [key: string]: string;
        };
        Key: {
            id: components["schemas"]["KeyId"];
            start: components["schemas"]["KeyStart"];
            name?: components["schemas"]["KeyName"];
            scopes: components["schemas"]["Scopes"];
            metadata: components["schemas"]["Metadata"];
            status: components["schemas"]["KeyStatus"];
            /** @description False once the key is revoked. An expired key is still active in this sense. */
            is_active: boolean;
            never_expire: boolean;
            /**
             * Format: date-time
             * @description Left out when the key never expires.
             */
            expiration_date?: string;
            /** Format: date-time */
            created_date: string;
            /**
             * Format: date-time
             * @description Left out when the key is not revoked.
             */
            revoked_date?: string;
            /**
             * Format: date-time
             * @description Left out when the key was never used.
             */
            latest_query_date?: string;
            /**
             * Format: int64
             * @description How many requests the key has authorized.
             */
            total_queries: number;
        };
        /** @description A key, with the secret that is seen this once. */
        CreatedKey: {
            /** @description The whole key. */
            key: string;
            id: components["schemas"]["KeyId"];
            start: components["schemas"]["KeyStart"];
            name?: components["schemas"]["KeyName"];
            scopes: components["schemas"]["Scopes"];
            metadata: components["schemas"]["Metadata"];
            status: components["schemas"]["KeyStatus"];
            /** @description False once the key is revoked. An expired key is still active in this sense. */
            is_active: boolean;
            never_expire: boolean;
            /**
             * Format: date-time
             * @description Left out when the key never expires.
             */
            expiration_date?: string;
            /** Format: date-time */
            created_date: string;
            /**
             * Format: date-time
             * @description Left out when the key is not revoked.
             */
            revoked_date?: string;
            /**
             * Format: date-time
             * @description Left out when the key was never used.
             */
            latest_query_date?: string;
            /**
             * Format: int64
             * @description How many requests the key has authorized.
             */
            total_queries: number;
        };
        KeyCreation: {
            name?: components["schemas"]["KeyName"];
            scopes?: components["schemas"]["Scopes"];
            metadata?: components["schemas"]["Metadata"];
            expiration_date?: components["schemas"]["Instant"];
            /** @description Whether the key works until it is revoked. False when left out. */
            never_expire?: boolean;
            /**
             * Format: brought-in-key
             * @description A key to bring in. It is generated when this is left out.
             */
            key?: string;
        };
        KeyChanges: {
            name?: components["schemas"]["KeyName"];
            scopes?: components["schemas"]["Scopes"];
            metadata?: components["schemas"]["Metadata"];
            expiration_date?: components["schemas"]["Instant"];
            never_expire?: boolean;
        };
        KeyRenewal: {
            expiration_date?: components["schemas"]["Instant"];
        };
        KeyRotation: {
            /** @description For how long the former secret goes on working; 0, not at all, when left out. */
            overlap_seconds?: number;
        };
        KeyPage: {
            keys: components["schemas"]["Key"][];
            next_cursor?: components["schemas"]["NextCursor"];
        };
        /** @description What to give as `cursor` for the next page. Left out on the last one. */
        NextCursor: string;
        /** @enum {string} */
        UsageInterval: "hour" | "day";
        KeyUsage: {
            interval: components["schemas"]["UsageInterval"];
            points: components["schemas"]["UsagePoint"][];
        };
        UsagePoint: {
            /** Format: date-time */
            start: string;
            /** Format: int64 */
            queries: number;
        };
        AuditPage: {
            events: components["schemas"]["AuditEvent"][];
            next_cursor?: components["schemas"]["NextCursor"];
        };
        AuditEvent: {
            /** @description Later events have larger numbers. */
            id: string;
            /** Format: date-time */
            date: string;
            /** @enum {string} */
            action: "created" | "imported" | "updated" | "revoked" | "renewed" | "rotated" | "deleted" | "secret_refused";
            /** @description Left out with `secret_refused`, which is of no key. */
            key_id?: components["schemas"]["KeyId"];
            /**
             * @description Which way the change came.
             * @enum {string}
             */
            via: "http" | "command-line" | "code";
            /**
             * @description Of whom the request came from. Left out where there was no request, and with `secret_refused` where the attempts came from
             *     many addresses.
             */
            address?: string;
            changes: components["schemas"]["AuditChange"][];
        };
        AuditChange: {
            /** @description The member of the key that changed; with `secret_refused`, `attempts`. */
            member: string;
            /** @description What it was. Left out when there was nothing. */
            from?: unknown;
            /** @description What it is. Left out when there is nothing. Of `attempts`, how many there were since the date of the event. */
            to?: unknown;
        };
        /** @description A sentence for people, with the date in RFC 3339. */
        RenewalMessage: string;
        UsageLogs: {
            logs: components["schemas"]["UsageLog"][];
            next_cursor?: components["schemas"]["NextCursor"];
        };
        UsageLog: {
            /** @description The public start of the key, which revoke and renew take too. Never the key. */
            api_key: string;
            /** @description Left out when the key was given none. */
            name?: string;
            /** @description False once the key is revoked. An expired key is still active. */
            is_active: boolean;
            /** @description Whether the expiration date has no effect. */
            never_expire: boolean;
            /** Format: date-time */
            expiration_date: string;
            /**
             * Format: date-time
             * @description Left out when the key was never used.
             */
            latest_query_date?: string;
            /**
             * Format: int64
             * @description How many requests the key has authorized.
             */
            total_queries: number;
        };
        Message: {
            message: string;
        };
        Health: {
            /** @enum {string} */
            status: "live" | "ready";
        };
        /** @description An OpenAPI document, version 3.0.3. */
        OpenapiDocument: {
            openapi: string;
            info: Record<string, never>;
            paths: Record<string, never>;
        };
        /** @description A problem (RFC 9457), with a code for programs. */
        Problem: {
            /** @description Always `about:blank`; `code` tells problems apart. */
            type: string;
            /** @description The phrase of the HTTP status. */
            title: string;
            status: number;
            /** @description What went wrong and what to do, for people. */
            detail: string;
            /** @description What went wrong, for programs. */
            code: string;
            /** @description For invalid input, each place that is wrong. */
            errors?: components["schemas"]["ProblemDetail"][];
        };
        ProblemDetail: {
            /** @description A JSON Pointer (RFC 6901) into the request, as if it were `{"path": {}, "query": {}, "body": {}}`. */
            pointer: string;
            /** @description What is wrong there, and what is allowed. */
            detail: string;
        };
    };
    responses: {
        /** @description The admin secret is missing, wrong, or given more than once. */
        SecretRefused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The key is missing, not good, given more than once, or lacks a scope that is asked for (`insufficient_scope`). Unknown,
         *     revoked and expired keys get the same answer.
         */
        KeyRefused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Too many wrong admin secrets came from this address within a minute. None is looked at for a minute, not the right one
         *     either. API keys work as ever.
         */
        TooManyAttempts: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "Too many wrong admin secrets came from this address. Wait, then try again.",
                 *       "code": "too_many_attempts"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key as it is now. */
        Key: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "id": "0Exampl3Id00",
                 *       "start": "kss_0Exampl3Id00",
                 *       "name": "reporting job",
                 *       "scopes": [
                 *         "reports:read"
                 *       ],
                 *       "metadata": {
                 *         "team": "finance"
                 *       },
                 *       "status": "active",
                 *       "is_active": true,
                 *       "never_expire": false,
                 *       "expiration_date": "2027-01-31T12:00:00Z",
                 *       "created_date": "2027-01-01T12:00:00Z",
                 *       "latest_query_date": "2027-01-16T08:30:00Z",
                 *       "total_queries": 2000
                 *     }
                 */
                "application/json": components["schemas"]["Key"];
            };
        };
        /** @description The key that was to be brought in exists already. Nothing was changed. */
        KeyExists: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "This key exists already.",
                 *       "code": "key_exists"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not valid JSON in UTF-8. */
        MalformedJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "The body is not valid JSON in UTF-8.",
                 *       "code": "malformed_json"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body has more than 100 KiB. */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Content Too Large",
                 *       "status": 413,
                 *       "detail": "The body is too large.",
                 *       "code": "payload_too_large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json`, or has a content encoding. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "The body must be application/json, without a content encoding.",
                 *       "code": "unsupported_media_type"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The path, the query and the headers have more than 16 KiB together. The server reads no further, so this comes before
         *     anything else, and without a body.
         */
        HeadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description There is no such key. */
        KeyNotFound: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is no such API key.",
                 *       "code": "key_not_found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing at this path. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "There is nothing at this path.",
                 *       "code": "not_found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller's copy is current. */
        NotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter or the body does not fit what is declared. Nothing was changed. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Content",
                 *       "status": 422,
                 *       "detail": "The request does not fit the operation.",
                 *       "code": "invalid_request",
                 *       "errors": [
                 *         {
                 *           "pointer": "/query/color",
                 *           "detail": "is not a parameter of this operation"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database cannot be reached, or the server is shutting down. */
        NotReady: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "The server is shutting down.",
                 *       "code": "shutting_down"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database cannot be reached now. Nothing was changed. */
        DatabaseUnavailable: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "The database cannot be reached. Try again shortly.",
                 *       "code": "database_unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A fault of the server. Its log says more. */
        InternalError: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Internal Server Error",
                 *       "status": 500,
                 *       "detail": "The server failed to answer this request.",
                 *       "code": "internal_error"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Whom the document is for. Without it, it is for everybody.
         * @example key
         */
        For: "key";
        /**
         * @description The whole key, or its id or start, as the logs show it. The id and the start are not secret.
         * @example kss_0Exampl3Id00
         */
        KeyReference: string;
        /**
         * @description The id of the key.
         * @example 0Exampl3Id00
         */
        KeyIdInPath: string;
        /** @description How many to give at most; 50 when left out. */
        Limit: number;
        /** @description The `next_cursor` of the page before, for the same filters and order. */
        Cursor: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The path of the key.
         * @example /auth/keys/0Exampl3Id00
         */
        Location: string;
        /**
         * @description The answer must not be kept by any cache.
         * @example no-store
         */
        NoStore: "no-store";
        /**
         * @description The answer must not be kept by a shared cache.
         * @example private
         */
        Private: "private";
        /**
         * @description Where the page leads, nobody is told from where.
         * @example no-referrer
         */
        NoReferrer: "no-referrer";
        /**
         * @description A page of another origin that opens this one gets no hold of its window.
         * @example same-origin
         */
        SameOriginOpener: "same-origin";
        /**
         * @description Pages of other origins cannot embed it. What CORS allows them to read is not concerned.
         * @example same-origin
         */
        SameOriginResource: "same-origin";
        /**
         * @description For conditional requests (RFC 9110, section 8.8.3).
         * @example "3k1c9XbGmVd0c6yF"
         */
        ETag: string;
        /**
         * @description How many seconds to wait before trying again.
         * @example 1
         */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    newApiKey: {
        parameters: {
            query?: {
                /**
                 * @description A name to find the key by. It need not be unique.
                 * @example reporting job
                 */
                name?: string;
                /**
                 * @description Whether the key works until it is revoked.
                 * @example false
                 */
                never_expires?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, as a JSON string. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000000 */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query: {
                /**
                 * @description The whole key, or its id or start, as the logs show it. The id and the start are not secret.
                 * @example kss_0Exampl3Id00
                 */
                "api-key": components["parameters"]["KeyReference"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example null */
                    "application/json": null;
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    renewApiKey: {
        parameters: {
            query: {
                /**
                 * @description The whole key, or its id or start, as the logs show it. The id and the start are not secret.
                 * @example kss_0Exampl3Id00
                 */
                "api-key": components["parameters"]["KeyReference"];
                /**
                 * @description The new expiration date, in ISO 8601: a date, a local time, or a time with an offset. What has no offset is
                 *     read as UTC; a plain date means its first instant: `2027-01-31`, `2027-01-31T12:00`, `2027-01-31T12:00:00Z`. A `+` must be written `%2B` in a query. When it is left
                 *     out, the key gets the configured number of days from now.
                 * @example 2027-01-31T12:00:00Z
                 */
                "expiration-date"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sentence with the new expiration date. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewalMessage"];
                };
            };
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getApiKeyUsageLogs: {
        parameters: {
            query?: {
                /** @description How many to give at most; 50 when left out. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before, for the same filters and order. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The usage logs. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "logs": [
                     *         {
                     *           "api_key": "kss_0Exampl3Id00",
                     *           "name": "reporting job",
                     *           "is_active": true,
                     *           "never_expire": false,
                     *           "expiration_date": "2027-01-31T12:00:00Z",
                     *           "latest_query_date": "2027-01-16T08:30:00Z",
                     *           "total_queries": 2000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UsageLogs"];
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many to give at most; 50 when left out. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before, for the same filters and order. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only keys in this state. */
                status?: components["schemas"]["KeyStatus"];
                /** @description Only keys whose name contains this text, in whichever letter case. */
                name?: string;
                /** @description Only keys that were given exactly this scope. */
                scope?: components["schemas"]["Scope"];
                /** @description Only keys that were not used at this time or later, be it that they were never used. */
                unused_since?: components["schemas"]["Instant"];
                /** @description Only keys that expire before this time. Keys that never expire do not. */
                expires_before?: components["schemas"]["Instant"];
                /**
                 * @description By what to sort; with `-` in front, the largest or latest comes first. Without it: by `expiration_date` where
                 *     `expires_before` or the status `expired` is asked for, by `latest_query_date` where `unused_since` is, and else by
                 *     `-created_date`. Keys without a name, expiration date or use come where the smallest name, the latest expiration
                 *     date and the earliest use would.
                 */
                sort?: components["schemas"]["KeySort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "id": "0Exampl3Id00",
                     *           "start": "kss_0Exampl3Id00",
                     *           "name": "reporting job",
                     *           "scopes": [
                     *             "reports:read"
                     *           ],
                     *           "metadata": {
                     *             "team": "finance"
                     *           },
                     *           "status": "active",
                     *           "is_active": true,
                     *           "never_expire": false,
                     *           "expiration_date": "2027-01-31T12:00:00Z",
                     *           "created_date": "2027-01-01T12:00:00Z",
                     *           "latest_query_date": "2027-01-16T08:30:00Z",
                     *           "total_queries": 2000
                     *         }
                     *       ],
                     *       "next_cursor": "kq3Zr0dV1mYb8w2hWzE3OTg3MjAwMDAwMDAsNDJd"
                     *     }
                     */
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "reporting job",
                 *       "scopes": [
                 *         "reports:read"
                 *       ],
                 *       "metadata": {
                 *         "team": "finance"
                 *       },
                 *       "expiration_date": "2027-01-31T12:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["KeyCreation"];
            };
        };
        responses: {
            /** @description The key, with its secret. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000000",
                     *       "id": "0Exampl3Id00",
                     *       "start": "kss_0Exampl3Id00",
                     *       "name": "reporting job",
                     *       "scopes": [
                     *         "reports:read"
                     *       ],
                     *       "metadata": {
                     *         "team": "finance"
                     *       },
                     *       "status": "active",
                     *       "is_active": true,
                     *       "never_expire": false,
                     *       "expiration_date": "2027-01-31T12:00:00Z",
                     *       "created_date": "2027-01-01T12:00:00Z",
                     *       "total_queries": 0
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["MalformedJson"];
            403: components["responses"]["SecretRefused"];
            409: components["responses"]["KeyExists"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Key"];
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    updateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scopes": [
                 *         "reports:*"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["KeyChanges"];
            };
        };
        responses: {
            200: components["responses"]["Key"];
            400: components["responses"]["MalformedJson"];
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Key"];
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    renewKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expiration_date": "2027-01-31T12:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["KeyRenewal"];
            };
        };
        responses: {
            200: components["responses"]["Key"];
            400: components["responses"]["MalformedJson"];
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["KeyRotation"];
            };
        };
        responses: {
            /** @description The key, with its new secret. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000001",
                     *       "id": "0Exampl3Id00",
                     *       "start": "kss_0Exampl3Id00",
                     *       "scopes": [],
                     *       "metadata": {},
                     *       "status": "active",
                     *       "is_active": true,
                     *       "never_expire": true,
                     *       "created_date": "2027-01-01T12:00:00Z",
                     *       "total_queries": 2000
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["MalformedJson"];
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getKeyUsage: {
        parameters: {
            query?: {
                /**
                 * @description The first interval is the one that this time is in. It must lie before `to`, by at most 2,400 intervals. Without it,
                 *     24 hours or 30 days before `to`.
                 */
                from?: components["schemas"]["Instant"];
                /** @description The last interval is the one before or around this time. Without it, now. */
                to?: components["schemas"]["Instant"];
                /** @description How long each interval is. */
                interval?: components["schemas"]["UsageInterval"];
            };
            header?: never;
            path: {
                /**
                 * @description The id of the key.
                 * @example 0Exampl3Id00
                 */
                keyId: components["parameters"]["KeyIdInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The usage. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interval": "hour",
                     *       "points": [
                     *         {
                     *           "start": "2027-01-01T00:00:00Z",
                     *           "queries": 0
                     *         },
                     *         {
                     *           "start": "2027-01-01T01:00:00Z",
                     *           "queries": 42
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeyUsage"];
                };
            };
            403: components["responses"]["SecretRefused"];
            404: components["responses"]["KeyNotFound"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description How many to give at most; 50 when left out. */
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before, for the same filters and order. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only events of the key with this id. */
                key_id?: components["schemas"]["KeyId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "id": "17",
                     *           "date": "2027-01-01T12:00:00Z",
                     *           "action": "updated",
                     *           "key_id": "0Exampl3Id00",
                     *           "via": "http",
                     *           "address": "192.0.2.7",
                     *           "changes": [
                     *             {
                     *               "member": "name",
                     *               "from": "reporting",
                     *               "to": "reporting job"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "id": "16",
                     *           "date": "2027-01-01T11:00:00Z",
                     *           "action": "secret_refused",
                     *           "via": "http",
                     *           "address": "192.0.2.99",
                     *           "changes": [
                     *             {
                     *               "member": "attempts",
                     *               "to": 21
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    verifyKey: {
        parameters: {
            query?: {
                /**
                 * @description A scope that the key must have been given, itself or by a wildcard. Given several times, the key needs each of them:
                 *     `scope=reports:read&scope=reports:write`.
                 * @example [
                 *       "reports:read"
                 *     ]
                 */
                scope?: components["schemas"]["Scopes"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is good. The headers are always there, so that they replace what a client made up. */
            204: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    /**
                     * @description The id of the key.
                     * @example 0Exampl3Id00
                     */
                    "X-Api-Key-Id": string;
                    /**
                     * @description The name of the key, in UTF-8 and percent-encoded (RFC 3986, section 2.1), all but ASCII letters, digits and
                     *     `-_.!~*'()`. Empty where it has none.
                     * @example reporting%20job
                     */
                    "X-Api-Key-Name": string;
                    /**
                     * @description The scopes that the key was given, wildcards as they are, separated by blanks (RFC 6749, section 3.3). Empty
                     *     where it has none.
                     * @example reports:read reports:write
                     */
                    "X-Api-Key-Scopes": string;
                    /**
                     * @description When this key stops working, as with `/secure`.
                     * @example Sun, 31 Jan 2027 12:00:00 GMT
                     */
                    Sunset?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: components["responses"]["KeyRefused"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics as they are now, of this process, or of each worker of a server with several. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP koa_simple_security_usage_pending_counters Counts of uses that are not written yet, one for a key and an hour.
                     *     # TYPE koa_simple_security_usage_pending_counters gauge
                     *     koa_simple_security_usage_pending_counters 0
                     */
                    "text/plain; version=0.0.4": string;
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
            429: components["responses"]["TooManyAttempts"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    getSecure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is good. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Private"];
                    /**
                     * @description When this key stops working (RFC 8594). It is there in the last fifth of a key's life, and with a key that was
                     *     replaced by another and still works for a while.
                     * @example Sun, 31 Jan 2027 12:00:00 GMT
                     */
                    Sunset?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "This is a secure endpoint"
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            403: components["responses"]["KeyRefused"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getUnsecured: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Anybody may read this. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "This is an unsecured endpoint"
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database answers. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["NotReady"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: {
                /**
                 * @description Whom the document is for. Without it, it is for everybody.
                 * @example key
                 */
                for?: components["parameters"]["For"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    "Cross-Origin-Resource-Policy": components["headers"]["SameOriginResource"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.0.3",
                     *       "info": {
                     *         "title": "koa-simple-security",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": components["schemas"]["OpenapiDocument"];
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["KeyRefused"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: {
                /**
                 * @description Whom the document is for. Without it, it is for everybody.
                 * @example key
                 */
                for?: components["parameters"]["For"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. The media type is that of RFC 9512. */
            200: {
                headers: {
                    "Cross-Origin-Resource-Policy": components["headers"]["SameOriginResource"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.0.3",
                     *       "info": {
                     *         "title": "koa-simple-security",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/yaml": components["schemas"]["OpenapiDocument"];
                };
            };
            304: components["responses"]["NotModified"];
            403: components["responses"]["KeyRefused"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A page that loads everything from its own origin, under a Content-Security-Policy that allows no inline and no
             *     evaluated script.
             */
            200: {
                headers: {
                    /**
                     * @description The policy of the page.
                     * @example default-src 'none'; script-src 'self'
                     */
                    "Content-Security-Policy": string;
                    "Referrer-Policy": components["headers"]["NoReferrer"];
                    "Cross-Origin-Opener-Policy": components["headers"]["SameOriginOpener"];
                    "Cross-Origin-Resource-Policy": components["headers"]["SameOriginResource"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>API docs</title> */
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    getDocsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the file.
                 * @example page.css
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "Cross-Origin-Resource-Policy": components["headers"]["SameOriginResource"];
                    ETag: components["headers"]["ETag"];
                    /**
                     * @description gzip, for a large file where the request accepts it.
                     * @example gzip
                     */
                    "Content-Encoding"?: string;
                    /**
                     * @description Which header of the request the answer depends on, for a large file.
                     * @example Accept-Encoding
                     */
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    /** @example body { margin: 0 } */
                    "text/css": string;
                    /** @example window.addEventListener('load', () => {}) */
                    "text/javascript": string;
                    /** @example the bytes of a picture */
                    "image/png": string;
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["InvalidRequest"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
}
