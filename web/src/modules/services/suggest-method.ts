import type { MethodView } from '#api/services.ts'

/** Ways of serving that fit what was said and who it is about: those with the most in common first. Nobody has to take them. */
export function suggestMethods(methods: readonly MethodView[], words: string, tags: readonly string[]): MethodView[] {
  const weight = (method: MethodView) => method.words.filter((word) => words.includes(word)).length * 2 + method.groups.filter((group) => tags.includes(group)).length
  return methods.map((method) => ({ method, fits: weight(method) })).filter(({ fits }) => fits > 0).sort((a, b) => b.fits - a.fits).slice(0, 3).map(({ method }) => method)
}
