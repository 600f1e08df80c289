/** Rows in their order cut into equal runs, so that each share keeps to neighbouring villages; the first ones get what is left over. */
export function sharesOf<C>(rows: readonly string[], checkers: readonly C[]): { checker: C; rows: string[] }[] {
  const least = Math.floor(rows.length / checkers.length)
  const more = rows.length % checkers.length
  return checkers.map((checker, at) => {
    const from = at * least + Math.min(at, more)
    return { checker, rows: rows.slice(from, from + least + (at < more ? 1 : 0)) }
  })
}
