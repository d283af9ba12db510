import { existsSync } from 'node:fs'
import { Server } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SimpleSecurityError } from '../errors.js'
import type { AppLike, RouterLike } from '../http/route-table.js'

interface AppParts {
  app: AppLike | undefined
  routers: RouterLike[]
}

const exportNames = ['default', 'app', 'router', 'routers'] as const

/** How long a module may take: one that waits for something that does not happen here would be waited for without end. */
const importMs = 30_000

/**
 * Imports the module of an app, to look at its routes only. From here on, what this process prints goes to standard error, and
 * what it listens on is free ports of the loopback interface: the app may be running already, and nobody else is to reach
 * this one.
 * @param path relative to the working directory
 * @throws SimpleSecurityError `invalid_configuration` where it cannot be imported, or exports nothing that has routes
 */
export async function importApp(path: string): Promise<AppParts> {
  const file = resolve(path)
  if (!existsSync(file)) throw invalid(`${path} does not exist`)
  keepToItself()
  let module: Record<string, unknown>
  try {
    module = await Promise.race([import(pathToFileURL(file).href), refuseLater()])
  } catch (error) {
    const reason = (error as { message?: unknown } | undefined)?.message ?? error
    throw invalid(`${path} cannot be imported: ${String(reason)}`, error)
  }
  // A CommonJS module has all of its exports in the default one.
  const holders = [module, module.default].filter((holder) => typeof holder === 'object' && holder !== null)
  const found = new Set(
    holders.flatMap((holder) => exportNames.flatMap((name) => (holder as Record<string, unknown>)[name])),
  )
  const apps = [...found].filter(isApp)
  const routers = [...found].map(routerOf).filter((router) => router !== undefined)
  const [app, ...others] = apps
  if (others.length > 0) throw invalid(`${path} exports several apps; export the one to check as app`)
  if (app === undefined && routers.length === 0) {
    throw invalid(`${path} exports neither a Koa app nor a @koa/router, as its default export, app, router or routers`)
  }
  return { app, routers }
}

function refuseLater(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`it was not done within ${importMs / 1000} s`)), importMs)
  })
}

function keepToItself(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write
  const { listen } = Server.prototype
  Server.prototype.listen = function (this: Server, ...given: unknown[]) {
    const onListening = given.find((argument) => typeof argument === 'function') as (() => void) | undefined
    return listen.call(this, { port: 0, host: '127.0.0.1' }, onListening)
  } as typeof listen
}

function isApp(value: unknown): value is AppLike {
  const { middleware, callback } = (value ?? {}) as { middleware?: unknown; callback?: unknown }
  return Array.isArray(middleware) && typeof callback === 'function'
}

/** Of a router, or of the middleware that it makes. */
function routerOf(value: unknown): RouterLike | undefined {
  const given = (value ?? {}) as { router?: unknown; stack?: unknown; routes?: unknown }
  if (Array.isArray(given.stack) && typeof given.routes === 'function') return given as RouterLike
  return given.router === undefined ? undefined : routerOf(given.router)
}

function invalid(message: string, cause?: unknown): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', `The app: ${message}.`, { cause })
}
