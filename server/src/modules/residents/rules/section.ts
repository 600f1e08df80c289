const DIGITS = '零一二三四五六七八九'
const SECTION = /([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(组|社|队|栋|幢|座|号楼)/
const DOOR = /([0-9]{1,4})\s*(?:号|室|户)?\s*$/

/** 十二 → 12; up to 99. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const [tens, ones] = text.includes('十') ? text.split('十') : ['0', text]
  const value = (word: string | undefined, none: number) => (word === undefined || word === '' ? none : word === '0' ? 0 : DIGITS.indexOf(word))
  return text.includes('十') ? value(tens, 1) * 10 + value(ones, 0) : value(ones, 0)
}

/** 三组 17 号 → 3组; an address that names neither group nor building has none. */
export function sectionOf(address: string): string {
  const [, number, word] = SECTION.exec(address) ?? []
  return number && word ? `${numberOf(number)}${word}` : ''
}

/** The last number of an address: how doors follow each other along a road. */
export function doorOf(address: string): number | null {
  const [, number] = DOOR.exec(address.trim()) ?? []
  return number ? Number(number) : null
}
