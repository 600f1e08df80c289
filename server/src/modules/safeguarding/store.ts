import { openWith, sealWith } from '#server/platform/keys/index.ts'
import type { Work } from '#server/platform/work.ts'

// Who judges an opening need not be let into the file, nor the one who opened it into the circle: these words have a key of their own use.
const USE = 'break-glass words'
const about = (id: string, field: string): string => `break_glass ${id} ${field}`

export const sealWords = ({ keys }: Work, id: string, field: 'reason' | 'review', words: string): Buffer => sealWith(1, keys.derive(USE), Buffer.from(words), about(id, field))
export const openWords = ({ keys }: Work, id: string, field: 'reason' | 'review', sealed: Uint8Array): string => openWith(keys.derive(USE), sealed, about(id, field)).toString('utf8')
