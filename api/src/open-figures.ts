import { z } from 'zod'
import { Text } from './standards.ts'

export const OpenQuery = z.strictObject({ place: z.coerce.number().int().optional(), year: z.string().regex(/^20\d{2}$/).optional() })
export type OpenQuery = z.infer<typeof OpenQuery>
/** 公开数据: what packs say is for everybody, month by month in one county. `value` null: smaller than `threshold`, and hidden. */
export const OpenFigures = z.object({
  counties: z.array(z.object({ place: z.int(), name: z.string() })), place: z.int().nullable(), name: z.string(), year: z.string(), threshold: z.int(),
  months: z.array(z.string()), figures: z.array(z.object({ key: z.string(), title: Text, definition: Text, cells: z.array(z.object({ month: z.string(), value: z.int().nullable() })) })),
})
export type OpenFigures = z.infer<typeof OpenFigures>
