// docs/requirements.csv names, for each requirement that is built, the test that shows it. The test must exist and must have passed.
import { existsSync, readFileSync } from 'node:fs'

interface Told { testResults: { name: string; assertionResults: { fullName: string; title: string; status: string }[] }[] }

const report = process.argv[2]
const lines = readFileSync('docs/requirements.csv', 'utf8').trim().split('\n').slice(1)
const complaints: string[] = []
const passed = new Set<string>()
const known = report !== undefined && existsSync(report)
if (known) {
  for (const file of (JSON.parse(readFileSync(report, 'utf8')) as Told).testResults) {
    for (const test of file.assertionResults) if (test.status === 'passed') passed.add(`${file.name.slice(process.cwd().length + 1)} > ${test.title}`)
  }
}

/** Fields of one line; a field with a comma or a quote stands in quotes. */
const fieldsOf = (line: string): string[] => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, 6).map(([, field]) => field!.replace(/^"|"$/g, '').replaceAll('""', '"'))

const ids = new Set<string>()
let shown = 0
for (const line of lines) {
  const [id, , , module, where, test] = fieldsOf(line)
  if (!/^R\d{3}$/.test(id ?? '') || ids.has(id!)) complaints.push(`not a requirement, or twice: ${line.slice(0, 60)}`)
  ids.add(id!)
  if (!test) continue
  shown++
  if (!module || !where) complaints.push(`${id} names a test but no module or place`)
  const file = test.split(' > ')[0]!
  if (!existsSync(file)) complaints.push(`${id}: there is no ${file}`)
  else if (known && !passed.has(test)) complaints.push(`${id}: did not run and pass: ${test}`)
}
for (let n = 1; n <= 353; n++) if (!ids.has(`R${String(n).padStart(3, '0')}`)) complaints.push(`R${String(n).padStart(3, '0')} is missing`)
for (const complaint of complaints) console.error(complaint)
console.log(`requirements: ${ids.size} rows, ${shown} shown by a test, ${complaints.length} complaints`)
process.exit(complaints.length > 0 ? 1 : 0)
