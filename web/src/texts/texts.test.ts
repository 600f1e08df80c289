import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const here = import.meta.dirname
const web = join(here, '..')

function keysOf(texts: object, before = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [`${before}${key}`] : keysOf(value as object, `${before}${key}.`)))
}
const areasOf = (language: string) => readdirSync(join(here, language)).filter((file) => file.endsWith('.json'))
const read = (language: string, file: string): object => JSON.parse(readFileSync(join(here, language, file), 'utf8'))

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return path === here ? [] : filesBelow(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : []
  })
}

const plural = /_(zero|one|two|few|many|other)$/

describe('the texts', () => {
  it.each(areasOf('zh-CN'))('%s says the same things in Chinese and in English', (file) => {
    const [chinese, english] = ['zh-CN', 'en'].map((language) => [...new Set(keysOf(read(language, file)).map((key) => key.replace(plural, '')))].sort())
    expect(english).toEqual(chinese)
  })

  it.each(areasOf('zh-CN'))('%s names the same blanks in both languages', (file) => {
    const blanks = (language: string) => Object.fromEntries(flat(read(language, file)).map(([key, text]) => [key.replace(plural, ''), [...new Set(text.match(/\{\{\s*\w+/g) ?? [])].sort()]))
    expect(blanks('en')).toEqual(blanks('zh-CN'))
  })

  it('stand in catalogues, not in the pages', () => {
    const withWords = filesBelow(web).filter((file) => /\p{Script=Han}/u.test(withoutComments(readFileSync(file, 'utf8'))))
    expect(withWords.map((file) => file.slice(web.length + 1))).toEqual([])
  })

  it('exist for every key a page asks for by name', () => {
    const missing = filesBelow(web).flatMap((file) => missingKeys(file).map((key) => `${file.slice(web.length + 1)}: ${key}`))
    expect(missing).toEqual([])
  })
})

const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"])\/\/.*$/gm, '$1')

function flat(texts: object, before = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[`${before}${key}`, value] as [string, string]] : flat(value as object, `${before}${key}.`)))
}

const known = new Map(areasOf('zh-CN').map((file) => [file.replace('.json', ''), new Set(keysOf(read('zh-CN', file)).map((key) => key.replace(plural, '')))]))

/** Keys in `t('…')` that none of the file's own areas knows. Keys put together at run time are for the eye. */
function missingKeys(file: string): string[] {
  const code = withoutComments(readFileSync(file, 'utf8'))
  const areas = new Set(['shell'])
  for (const [, list] of code.matchAll(/useTranslation\(\s*(\[[^\]]*\]|'[^']+')/g)) for (const [, area] of list!.matchAll(/'([^']+)'/g)) areas.add(area!)
  return [...code.matchAll(/(?<![\w.])(?:t|i18n\.t)\(\s*'([^'$]+)'/g)].map(([, key]) => key!).filter((key) => {
    const [area, name] = key.includes(':') ? key.split(':') as [string, string] : [null, key]
    return area ? !known.get(area)?.has(name) : ![...areas].some((each) => known.get(each)?.has(name))
  })
}
