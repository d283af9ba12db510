// Of what has no types of its own, as far as the tests use it.
declare module 'koa-bodyparser' {
  import type { Middleware } from 'koa'

  export default function bodyParser(): Middleware
}

declare module 'koa-route' {
  import type { Context, Middleware } from 'koa'

  type Route = (path: string, handler: (ctx: Context) => unknown) => Middleware
  const route: Record<'get' | 'post', Route>
  export default route
}
