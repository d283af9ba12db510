/**
 * Columns apart by blanks only: what is printed can be read by a person, and cut by a tool.
 * @param widthOf how many columns of a terminal a text takes
 */
export function alignColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { widthOf, rightAligned = [] }: { widthOf: (text: string) => number; rightAligned?: readonly string[] },
): string {
  const lines = [head, ...rows.map((row) => row.map(printable))]
  const widths = head.map(() => 0)
  for (const line of lines) {
    for (const [column, text] of line.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(text))
  }
  const pad = (text: string, column: number): string => {
    const blanks = ' '.repeat((widths[column] ?? 0) - widthOf(text))
    return rightAligned.includes(head[column] ?? '') ? blanks + text : text + blanks
  }
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n')
}

// Control characters cannot be stored; should one come in another way, a terminal must not obey it. The others may be in
// a name, and would break lines or turn what follows around.
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '�')
}
