import { broughtInKeyRule } from '../credentials/brought-in-key.js'
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
  try {
    if (validator(value)) return []
  } catch (error) {
    // A recursive schema goes as deep as the value does.
    if (!(error instanceof RangeError)) throw error
    return [{ pointer: prefix, detail: 'is nested too deeply' }]
  }
  // Alternatives of a schema may find the same error, each for itself.
  const found = new Map<string, ProblemDetail>()
  for (const error of validator.errors ?? []) {
    // What is wrong with a name is told once, at the member that has it.
    if (error.propertyName !== undefined) continue
    const detail = { pointer: prefix + pointerOf(error), detail: describe(error) }
    found.set(`${detail.pointer} ${detail.detail}`, detail)
    if (found.size === maximumDetails) break
  }
  return [...found.values()]
}

/** The keywords whose errors are about a member, which stands in the error's parameters and not in its path. */
const memberParameters: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  dependentRequired: 'missingProperty',
  additionalProperties: 'additionalProperty',
  unevaluatedProperties: 'unevaluatedProperty',
  propertyNames: 'propertyName',
}

function pointerOf({ instancePath, keyword, params }: ValidationError): string {
  const parameter = memberParameters[keyword]
  const path = instancePath.length > longestName ? instancePath.split('/').map(shortened).join('/') : instancePath
  return parameter === undefined ? path : `${path}/${escapePointer(String(params[parameter]))}`
}

// Details say what is allowed and never what was given: it may be a credential in the wrong place.
function describe({ keyword, params }: ValidationError): string {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return 'is required'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a member of this object'
    case 'false schema':
      return 'must not be given'
    case 'propertyNames':
      return 'does not have a name that is allowed in this object'
    case 'type':
      return `must be of the type ${[params.type].flat().join(' or ')}`
    case 'enum':
      return `must be one of ${listed(params.allowedValues as unknown[])}`
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    case 'minLength':
      return `must have at least ${counted(params.limit, 'character')}`
    case 'maxLength':
      return `must have at most ${counted(params.limit, 'character')}`
    case 'minItems':
      return `must have at least ${counted(params.limit, 'item')}`
    case 'maxItems':
    case 'items':
    case 'additionalItems':
      return `must have at most ${counted(params.limit, 'item')}`
    case 'unevaluatedItems':
      return `must have at most ${counted(params.len, 'item')}`
    case 'contains':
      return `must contain ${containment(params)}`
    case 'minProperties':
      return `must have at least ${counted(params.limit, 'member')}`
    case 'maxProperties':
      return `must have at most ${counted(params.limit, 'member')}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${params.comparison} ${params.limit}`
    case 'multipleOf':
      return `must be a multiple of ${params.multipleOf}`
    case 'pattern':
      return `must match the pattern ${params.pattern}`
    case 'format':
      return formatDetails[String(params.format)] ?? `must have the format ${params.format}`
    case 'uniqueItems':
      return 'must not have the same item twice'
    case 'anyOf':
      return 'must fit one of the alternatives in the schema'
    case 'oneOf':
      return Array.isArray(params.passingSchemas)
        ? 'must fit one of the alternatives in the schema only, and fits several'
        : 'must fit one of the alternatives in the schema'
    case 'not':
      return 'must not fit what the schema excludes'
    default:
      return `does not fit the keyword ${keyword} of its schema`
  }
}

function counted(limit: unknown, thing: string): string {
  return `${limit} ${thing}${limit === 1 ? '' : 's'}`
}

function containment({ minContains, maxContains }: ValidationError['params']): string {
  const most = maxContains === undefined ? '' : ` and at most ${maxContains}`
  return `at least ${minContains}${most} of the items that the schema wants`
}

/** Enough to see what is meant by. */
const maximumListed = 50

function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, maximumListed).map((value) => JSON.stringify(value))
  const left = values.length - shown.length
  return shown.join(', ') + (left === 0 ? '' : ` and ${left} more`)
}

const formatDetails: Record<string, string> = {
  'brought-in-key': broughtInKeyRule,
  'date-time': 'must be a date and time with an offset in RFC 3339, such as 2027-01-31T12:00:00Z',
  'iso-8601-date':
    'must be a date or a time in ISO 8601, such as 2027-01-31 or 2027-01-31T12:00:00Z (a + is written %2B in a query)',
  'no-control-characters': 'must have no control characters',
}

/** Of what a caller has named, in characters. */
const longestName = 100

export function escapePointer(name: string): string {
  return shortened(name).replaceAll('~', '~0').replaceAll('/', '~1')
}

function shortened(name: string): string {
  return name.slice(0, longestName)
}
