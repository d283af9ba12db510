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
         *     before this one is counted.
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
        /** This document, as JSON */
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
        /** This document, as YAML */
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
        /** @description Up to 200 characters, none of them a control character. */
        KeyName: string;
        /**
         * @description JSON's null.
         * @enum {unknown}
         */
        Nothing: null;
        /** @description A sentence for people, with the date in RFC 3339. */
        RenewalMessage: string;
        UsageLogs: {
            logs: components["schemas"]["UsageLog"][];
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
            /** @description How many requests the key has authorized. */
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
        /** @description The key is missing, not good, or given more than once. Unknown, revoked and expired keys get the same answer. */
        KeyRefused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
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
         * @description The whole key, or its id or start, as the logs show it. The id and the start are not secret.
         * @example kss_0Exampl3Id00
         */
        KeyReference: string;
    };
    requestBodies: never;
    headers: {
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
                name?: components["schemas"]["KeyName"];
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
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            403: components["responses"]["SecretRefused"];
            422: components["responses"]["InvalidRequest"];
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
                 *     read as UTC; a plain date means its first instant. A `+` must be written `%2B` in a query. When it is left
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
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
        };
    };
    getApiKeyUsageLogs: {
        parameters: {
            query?: never;
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
            500: components["responses"]["InternalError"];
            503: components["responses"]["DatabaseUnavailable"];
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
            500: components["responses"]["InternalError"];
            503: components["responses"]["NotReady"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. */
            200: {
                headers: {
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
            422: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI document. The media type is that of RFC 9512. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example openapi: 3.0.3
                     *     info:
                     *       title: koa-simple-security
                     *       version: 0.1.0
                     *     paths: {}
                     */
                    "application/yaml": string;
                };
            };
            304: components["responses"]["NotModified"];
            422: components["responses"]["InvalidRequest"];
            500: components["responses"]["InternalError"];
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
                 * @example swagger-ui.css
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
                    ETag: components["headers"]["ETag"];
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
            500: components["responses"]["InternalError"];
        };
    };
}
