/**
 * Makes database/seeds/working-days.json from the package chinese-days. Run by hand after each State Council notice:
 *
 *     node scripts/make-working-days.ts
 *
 * A year counts as official only when the package names the government's own notice (gov.cn) for it in its source; other years
 * are left out, since the package answers for them too, silently, as if every weekday were a working day.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const PACKAGE = new URL('../node_modules/chinese-days/', import.meta.url)
const OUT = new URL('../database/seeds/working-days.json', import.meta.url)

type YearFile = { holidays: Record<string, string>; workdays: Record<string, string> }
type Year = { notices: string[]; off: Record<string, string>; working: Record<string, string> }

/** The notices on gov.cn by year, from the comments of the package's source. */
function readNotices(): Map<string, string[]> {
  const source = readFileSync(new URL('src/holidays/generate.ts', PACKAGE), 'utf8')
  const notices = new Map<string, string[]>()
  let year = ''
  for (const line of source.split('\n')) {
    year = /^ +\* (\d{4})$/.exec(line)?.[1] ?? year
    const notice = /https?:\/\/www\.gov\.cn\/\S+/.exec(line)?.[0]
    if (notice !== undefined) notices.set(year, [...(notices.get(year) ?? []), notice])
  }
  return notices
}

/** `"New Year's Day,元旦,1"` becomes 元旦. */
function namesOf(days: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(days).sort().map(([day, text]) => [day, text.split(',')[1] ?? text]))
}

const { name, version, license } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'))
const notices = readNotices()
const years: Record<string, Year> = {}
for (const file of readdirSync(new URL('dist/years/', PACKAGE)).sort()) {
  const year = /^(\d{4})\.json$/.exec(file)?.[1]
  const found = year === undefined ? undefined : notices.get(year)
  if (year === undefined || found === undefined) continue
  const { holidays, workdays }: YearFile = JSON.parse(readFileSync(new URL(`dist/years/${file}`, PACKAGE), 'utf8'))
  years[year] = { notices: found, off: namesOf(holidays), working: namesOf(workdays) }
}
writeFileSync(OUT, `${JSON.stringify({ source: { package: name, version, licence: license ?? 'MIT' }, years }, null, 1)}\n`)
console.log(`official years: ${Object.keys(years).join(' ')}`)
