import type { Corrections } from '#api/places.ts'

type CorrectionRow = Corrections['rows'][number]
const YES = /^(1|y|yes|true|\u662f|\u221a|\u2713)$/i

/**
 * Rows copied from a sheet: code, name, parent, former codes, ended, re-districted, parted by tabs or commas. A first line without
 * any digit is a heading. Line numbers are those of what was pasted.
 */
export function readPasted(text: string): CorrectionRow[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '' || (at === 0 && !/\d/.test(line))) return []
    const cells = line.split(line.includes('\t') ? '\t' : /[,，]/).map((cell) => cell.trim())
    const [code = '', name = '', parent = '', formers = '', closed = '', redistricted = ''] = cells
    const formerCodes = formers.split(/[、;；\s]+/).filter(Boolean)
    return [{
      row: at + 1, code, name, ...(parent && { parent }), ...(formerCodes.length > 0 && { formerCodes }), ...(YES.test(closed) && { closed: true }), ...(YES.test(redistricted) && { redistricted: true }),
    }]
  })
}
