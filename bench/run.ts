// Prints how fast the product is on this machine, and writes the same into bench/results.md.
// --only name (several times, or a,b) measures only those; --quick uses small cities and short runs and proves nothing.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { listing, recording } from './measures/against-pgbench.ts'
import type { Bench } from './measures/bench.ts'
import { casework } from './measures/casework.ts'
import { checkIn } from './measures/check-in.ts'
import { emergency } from './measures/emergency.ts'
import { figures } from './measures/extras.ts'
import { growth } from './measures/growth.ts'
import { reach } from './measures/reach.ts'
import { search } from './measures/search.ts'
import { weight } from './measures/weight.ts'
import { stopChildren } from './support/children.ts'
import { startCluster, type Cluster } from './support/cluster.ts'
import { asMarkdown, say, type Table } from './support/report.ts'

const MEASURES: Record<string, (bench: Bench) => Promise<Table | Table[]>> = {
  recording, listing, reach, growth, search, weight, figures, emergency, casework, 'check-in': checkIn,
}

const LONGEST_MINUTES = 120

const { values: asked } = parseArgs({ options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } } })
const names = asked.only?.flatMap((some) => some.split(',')) ?? Object.keys(MEASURES)
for (const name of names) {
  if (MEASURES[name]) continue
  console.error(`no measurement ${name}; there are: ${Object.keys(MEASURES).join(', ')}`)
  process.exit(2)
}

const cluster = await startCluster()
let stopping: Promise<void> | undefined
const stop = () => (stopping ??= stopChildren().then(() => cluster.stop()))
const giveUp = (why: string) => { console.error(why); void stop().finally(() => process.exit(130)) }
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => giveUp(signal))
setTimeout(() => giveUp(`not done after ${LONGEST_MINUTES} minutes`), LONGEST_MINUTES * 60_000).unref()
try {
  const failed = await measureAll({ cluster, ...(asked.quick ? { sizes: [5_000, 25_000, 50_000], runs: 3, seconds: 3, times: 9 } : { sizes: [10_000, 100_000, 1_000_000], runs: 5, seconds: 10, times: 31 }) })
  process.exitCode = failed > 0 ? 1 : 0
} finally {
  await stop()
}

/** One after the other; what fails says so and does not stop the rest. */
async function measureAll(bench: Bench): Promise<number> {
  const began = performance.now()
  const parts = [headOf(cluster)]
  console.log(parts[0])
  let failed = 0
  for (const name of names) {
    say(name)
    let text: string
    try {
      text = [await MEASURES[name]!(bench)].flat().map(asMarkdown).join('\n')
    } catch (error) {
      failed += 1
      console.error(error)
      text = `## ${name}\n\nfailed: ${(error as Error).message.split('\n')[0]}\n`
    }
    console.log(text)
    parts.push(text)
    writeFileSync('bench/results.md', parts.join('\n'))
  }
  say(`done after ${((performance.now() - began) / 60_000).toFixed(1)} minutes, ${failed} failed`)
  return failed
}

function headOf({ version }: Cluster): string {
  const commit = (() => { try { return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() } catch { return 'unknown' } })()
  return ['# Measurements', '',
    `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB memory, Node ${process.versions.node}, PostgreSQL ${version} with the product's own settings (durable), `
      + `commit ${commit}, ${new Date().toISOString().slice(0, 10)}.${asked.quick ? ' **Quick run: small cities, short runs; it proves nothing.**' : ''}`, '',
    'Client, server and database share the machine. Each figure: median of the runs (least–most). Ratios are taken within a run, then their median.', ''].join('\n')
}
