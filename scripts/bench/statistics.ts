export interface Summary {
  median: number
  /** The quartiles: half of the values lie between them. */
  lower: number
  upper: number
}

/** By linear interpolation between the two nearest values. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

export function summarize(values: readonly number[]): Summary {
  return { median: quantile(values, 0.5), lower: quantile(values, 0.25), upper: quantile(values, 0.75) }
}

/**
 * Each value against the baseline of the same round: what slows the machine for a while slows both, and is gone from the
 * ratio.
 */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  if (values.length !== baseline.length) throw new Error('A case and its baseline must have the same number of rounds.')
  return values.map((value, round) => value / (baseline[round] ?? Number.NaN))
}
