import type { Resolved } from '#server/modules/standards/index.ts'
import type { Field, Form } from '#server/modules/standards/index.ts'

/** The version a form is filled in under: pack and version. */
export const formVersionOf = ({ pack, version }: Resolved<Form>): string => `${pack}@${version}`

/** What is 待补 while it is open: what the pack says, and of a scale every question that is worth points – without it there is no score. */
export const isNeeded = ({ result }: Form, { needed, type, options }: Field): boolean =>
  needed ?? (result !== undefined && type === 'choice' && (options?.some(({ points }) => points !== undefined) ?? false))

/** Written down later than so many hours after the end of the day it tells of. */
export const isLateForm = (filledOn: string, now: Date, hours: number): boolean => now.getTime() > new Date(`${filledOn}T23:59:59+08:00`).getTime() + hours * 3_600_000
