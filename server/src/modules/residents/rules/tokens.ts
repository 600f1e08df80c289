import { createHmac } from 'node:crypto'
import { lettersOf, soundOf } from './read-person.ts'

/** What a file can be found by. */
export interface Findable {
  name: string
  identity: string
  phone: string
  fileNo: string | null
  /** Names of the village and the town, then the address as written. */
  places: string[]
  address: string
  /** Keys of open groups that are not restricted. */
  tags: string[]
}

export type TokenKind = 'name' | 'sound' | 'initials' | 'identity' | 'identity-tail' | 'phone' | 'phone-tail' | 'file' | 'file-tail' | 'address' | 'tag'
export type Hash = (kind: TokenKind, text: string) => number

const MOST_TOKENS = 20
const MOST_OF_NAME = 7

/** Keyed hashes that fit into 52 bits, so that they stay whole numbers everywhere. `key` is derived for 'search tokens'. */
export const hashWith = (key: Buffer): Hash => (kind, text) => {
  const digest = createHmac('sha256', key).update(`${kind}\0${text}`).digest()
  return digest.readUIntBE(0, 6) * 16 + (digest.readUInt8(6) >> 4)
}

/** 水塘村民委员会, 水塘村 and 水塘 are one word. */
export const stemOf = (place: string): string =>
  place.replace(/(社区居民委员会|社区居委会|村民委员会|居民委员会|村委会|居委会)$/, '').replace(/(.)(社区|街道办事处|街道|村|镇|乡)$/, '$1')

/** Pairs of neighbouring letters, then single ones. */
export function gramsOf(letters: string): string[] {
  const signs = [...letters]
  const pairs = signs.slice(1).map((sign, at) => `${signs[at]}${sign}`)
  return [...new Set([...pairs, ...signs])]
}

const groupOf = (address: string): string[] => address.match(/[0-9一二三四五六七八九十]+(组|社|队|栋|幢|号楼)/)?.slice(0, 1) ?? []

/** At most twenty words of a file, most telling first; groups come last and may be cut. */
export function wordsOf(file: Findable): [TokenKind, string][] {
  const { full, initials } = soundOf(file.name)
  const words: [TokenKind, string][] = gramsOf(lettersOf(file.name)).slice(0, MOST_OF_NAME).map((gram) => ['name', gram])
  if (full) words.push(['sound', full], ['initials', initials])
  if (file.identity) words.push(['identity', file.identity], ['identity-tail', file.identity.slice(-4)])
  if (file.phone) words.push(['phone', file.phone], ['phone-tail', file.phone.slice(-4)])
  if (file.fileNo) words.push(['file', file.fileNo], ['file-tail', file.fileNo.split('-').slice(1).join('-')])
  for (const part of [...file.places.map(stemOf), ...groupOf(file.address)]) words.push(['address', part])
  for (const tag of file.tags) words.push(['tag', tag])
  return words.slice(0, MOST_TOKENS)
}

export const tokensOf = (file: Findable, hash: Hash): number[] => [...new Set(wordsOf(file).map(([kind, text]) => hash(kind, text)))]
