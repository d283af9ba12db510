import type { Context } from 'koa'

export interface CredentialPlaces {
  readonly name: string
  readonly in: readonly ('header' | 'query')[]
}

export type PresentedCredential = { ok: true; value: string } | { ok: false; reason: 'missing' | 'repeated' }

/**
 * Reads a credential from the places that may carry it. Given twice, it is refused rather than chosen from, since a proxy
 * in front may have looked at the other one; header and query that agree are taken as one.
 */
export function readCredential(ctx: Context, { name, in: places }: CredentialPlaces): PresentedCredential {
  const values = new Set<string>()
  for (const place of places) {
    const found = place === 'header' ? headerValues(ctx, name) : queryValues(ctx, name)
    if (found.length > 1) return { ok: false, reason: 'repeated' }
    // An empty value is what a form or a shell leaves behind where nothing was given.
    if (found[0]) values.add(found[0])
  }
  const [value] = values
  if (value === undefined) return { ok: false, reason: 'missing' }
  return values.size === 1 ? { ok: true, value } : { ok: false, reason: 'repeated' }
}

// Koa and Node join the values of repeated headers; only the raw list still tells.
function headerValues(ctx: Context, name: string): string[] {
  const raw = ctx.req.rawHeaders
  const values: string[] = []
  const wanted = name.toLowerCase()
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() === wanted) values.push(raw[index + 1] ?? '')
  }
  return values
}

// URLSearchParams reads every pair; node:querystring, which Koa 2 uses, drops those after the thousandth.
function queryValues(ctx: Context, name: string): string[] {
  return ctx.querystring === '' ? [] : new URLSearchParams(ctx.querystring).getAll(name)
}
