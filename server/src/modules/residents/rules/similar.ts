/** Whether one letter more, less or different makes one name the other. */
export function isOneLetterApart(left: string, right: string): boolean {
  const [a, b] = [[...left], [...right]].sort((x, y) => x.length - y.length) as [string[], string[]]
  if (left === right || b.length - a.length > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const [restOfA, restOfB] = [a.slice(a.length === b.length ? at + 1 : at), b.slice(at + 1)]
  return restOfA.join('') === restOfB.join('')
}
