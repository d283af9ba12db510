import type { OperationValidators, Parameter, ParameterType, ValidationError, Validator } from './operation.js'
import type { ProblemDetail } from './problem.js'

/** Enough to mend a request by; a made-up one could have thousands. */
export const maximumDetails = 20

export type Validated<Value> = { ok: true; value: Value } | { ok: false; errors: ProblemDetail[] }

/** Reads and checks the query: what is not declared, given twice, empty or not of the declared type is an error. */
export function validateQuery(
  querystring: string,
  parameters: readonly Parameter[],
  validators: Pick<OperationValidators, 'query'>,
  credentialName: string | undefined,
): Validated<Record<string, unknown>> {
  const given = new URLSearchParams(querystring)
  // A credential in the query is authorization's. A parameter of the operation may have its name, where it is no
  // credential: what to revoke is one.
  if (credentialName !== undefined) given.delete(credentialName)
  const value: Record<string, unknown> = {}
  const errors: ProblemDetail[] = []
  for (const parameter of parameters) {
    const texts = given.getAll(parameter.name)
    given.delete(parameter.name)
    if (texts.length === 0) continue
    const coerced = coerceParameter(parameter, texts)
    if (coerced.ok) value[parameter.name] = coerced.value
    else errors.push({ pointer: `/query/${escapePointer(parameter.name)}`, detail: coerced.detail })
  }
  for (const name of new Set(given.keys())) {
    errors.push({ pointer: `/query/${escapePointer(name)}`, detail: 'is not a parameter of this operation' })
  }
  const wrong = new Set(errors.map(({ pointer }) => pointer))
  for (const error of check(validators.query, value, '/query')) if (!wrong.has(error.pointer)) errors.push(error)
  return errors.length === 0 ? { ok: true, value } : { ok: false, errors: errors.slice(0, maximumDetails) }
}

/** Reads and checks the parameters in the path; those of a router around ours are not the operation's. */
export function validatePath(
  given: Readonly<Record<string, string>>,
  parameters: readonly Parameter[],
  validators: Pick<OperationValidators, 'path'>,
): Validated<Record<string, unknown>> {
  const value: Record<string, unknown> = {}
  const errors: ProblemDetail[] = []
  for (const parameter of parameters) {
    const coerced = coerceParameter(parameter, [given[parameter.name] ?? ''])
    if (coerced.ok) value[parameter.name] = coerced.value
    else errors.push({ pointer: `/path/${escapePointer(parameter.name)}`, detail: coerced.detail })
  }
  return errors.length > 0 ? { ok: false, errors } : validate(validators.path, value, '/path')
}

/** Checks a value as it is, without changing its type. */
export function validate<Value>(validator: Validator, value: Value, pointer: string): Validated<Value> {
  const errors = check(validator, value, pointer)
  return errors.length === 0 ? { ok: true, value } : { ok: false, errors: errors.slice(0, maximumDetails) }
}

type Coerced = { ok: true; value: unknown } | { ok: false; detail: string }

function coerceParameter({ type, itemType }: Parameter, texts: string[]): Coerced {
  if (type !== 'array') {
    const [text] = texts
    return texts.length > 1 ? { ok: false, detail: 'is given more than once' } : coerce(type, text ?? '')
  }
  const values: unknown[] = []
  for (const text of texts) {
    const coerced = coerce(itemType ?? 'string', text)
    if (!coerced.ok) return coerced
    values.push(coerced.value)
  }
  return { ok: true, value: values }
}

// Numbers as JSON writes them: no hexadecimal, no sign of plus, no blanks, nothing behind the digits.
const readers: Record<ParameterType, { pattern: RegExp; read: (text: string) => unknown; detail: string }> = {
  string: { pattern: /./s, read: (text) => text, detail: 'must not be empty' },
  boolean: { pattern: /^(true|false)$/, read: (text) => text === 'true', detail: 'must be true or false' },
  integer: { pattern: /^-?(0|[1-9]\d{0,14})$/, read: Number, detail: 'must be a whole number' },
  number: { pattern: /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/, read: Number, detail: 'must be a number' },
}

function coerce(type: ParameterType, text: string): Coerced {
  const { pattern, read, detail } = readers[type]
  return pattern.test(text) ? { ok: true, value: read(text) } : { ok: false, detail }
}

function check(validator: Validator, value: unknown, prefix: string): ProblemDetail[] {
  if (validator(value)) return []
  return (validator.errors ?? []).map((error) => ({ pointer: prefix + pointerOf(error), detail: describe(error) }))
}

// The names that a required or an unknown member has are in the error's parameters, not in its path.
function pointerOf({ instancePath, keyword, params }: ValidationError): string {
  const member =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : undefined
  return member === undefined ? instancePath : `${instancePath}/${escapePointer(String(member))}`
}

// Details say what is allowed and never what was given: it may be a credential in the wrong place.
function describe({ keyword, params }: ValidationError): string {
  switch (keyword) {
    case 'required':
      return 'is required'
    case 'additionalProperties':
      return 'is not a member of this object'
    case 'type':
      return `must be of the type ${String(params.type)}`
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
    case 'minLength':
      return `must have at least ${params.limit} characters`
    case 'maxLength':
      return `must have at most ${params.limit} characters`
    case 'minItems':
      return `must have at least ${params.limit} items`
    case 'maxItems':
      return `must have at most ${params.limit} items`
    case 'minProperties':
      return `must have at least ${params.limit} members`
    case 'maxProperties':
      return `must have at most ${params.limit} members`
    case 'minimum':
    case 'maximum':
      return `must be ${params.comparison} ${params.limit}`
    case 'pattern':
      return `must match the pattern ${params.pattern}`
    case 'format':
      return formatDetails[String(params.format)] ?? `must have the format ${params.format}`
    case 'uniqueItems':
      return 'must not have the same item twice'
    default:
      return `does not fit the keyword ${keyword} of its schema`
  }
}

const formatDetails: Record<string, string> = {
  'date-time': 'must be a date and time with an offset in RFC 3339, such as 2027-01-31T12:00:00Z',
  'iso-8601-date':
    'must be a date or a time in ISO 8601, such as 2027-01-31 or 2027-01-31T12:00:00Z (a + is written %2B in a query)',
}

function escapePointer(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')
}
