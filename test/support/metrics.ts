import assert from 'node:assert/strict'

/** What a scrape answered, by the series as it stands there: `name{label="value"}`. */
export function samplesOf(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const [, series, value] = /^([a-z\d_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? assert.fail(`${line} is no sample`)
      return [series, Number(value)]
    }),
  )
}

/** Of the samples of a metric, those that are not 0, by their one label. */
export function countsOf(text: string, metric: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [series, value] of Object.entries(samplesOf(text))) {
    const label = series.startsWith(`${metric}{`) ? /="([^"]*)"/.exec(series)?.[1] : undefined
    if (label !== undefined && value !== 0) counts[label] = value
  }
  return counts
}
