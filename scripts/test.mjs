// Everything, from a fresh clone: types, lint, arrows, shape, schema, packs, unit, database and browser tests.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWeb, install } from './start.mjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(home)
install()
const env = { ...process.env, PATH: join(home, 'node_modules', '.bin') + delimiter + process.env.PATH }
const results = []

function step(name, command, args) {
  const started = Date.now()
  const done = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  results.push({ name, passed: done.status === 0 })
  console.log(`${done.status === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** A browser for the stories: one that is there, else Debian's, where we may install it. */
function findBrowser() {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path))
  if (known) return known
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  throw new Error('no browser: install chromium and fonts-noto-cjk, or set CHROMIUM')
}

env.CHROMIUM = findBrowser()
step('types', 'node', ['node_modules/@typescript/native/bin/tsc', '-p', '.'])
step('lint', 'node', ['node_modules/@biomejs/biome/bin/biome', 'lint', '--max-diagnostics=40'])
step('arrows', 'node', ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', 'server/src', 'api/src', 'web/src', 'tests', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'])
step('shape', 'node', ['scripts/check-shape.ts'])
step('schema', 'node', ['scripts/make-schema.ts', '--verify'])
step('standards', 'node', ['scripts/standards.ts', 'check', 'standards'])
try { buildWeb(); results.push({ name: 'web build', passed: true }) } catch (error) { console.error(error.message); results.push({ name: 'web build', passed: false }) }
const report = '.data/test-report.json'
step('vitest', 'node', ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
step('requirements', 'node', ['scripts/check-requirements.ts', report])

let [passed, failed] = [0, 0]
for (const result of results) if (result.name !== 'vitest') result.passed ? passed++ : failed++
try {
  const told = JSON.parse(readFileSync(report, 'utf8'))
  passed += told.numPassedTests
  failed += told.numFailedTests + (told.numFailedTestSuites > 0 && told.numFailedTests === 0 ? told.numFailedTestSuites : 0)
  // Once more at the very end, where a cut log still has it.
  for (const file of told.testResults) for (const one of file.assertionResults) if (one.status === 'failed') console.log(`FAILED  ${file.name.slice(home.length + 1)}  ${one.fullName}\n${one.failureMessages.join('\n').slice(0, 1500)}`)
} catch { failed++ }
if (results.some((result) => !result.passed) && failed === 0) failed = 1
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
