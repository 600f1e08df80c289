// The client of a load, in a process of its own: reads a job from its input, keeps so many connections busy for so long, prints what came of it.
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { idOf } from './city/ids.ts'
import { percentile } from './support/report.ts'

export interface Target {
  method: string
  /** `{record}` becomes a new id, `{file}` one of the files below; the same in `body`. */
  path: string
  body: string
  headers: Record<string, string>
  files?: { first: number; step: number; count: number }
}

export interface Job {
  origin: string
  connections: number
  seconds: number
  targets: Target[]
}

export interface Load {
  perSecond: number
  p50: number
  p95: number
  requests: number
  /** Answers that were not 200, by status. */
  wrong: Record<string, number>
}

function ask(origin: string, agent: Agent, { method, path, body, headers, files }: Target): Promise<number> {
  const file = files ? idOf('file', files.first + files.step * Math.floor(Math.random() * files.count)) : ''
  const text = body.replace('{file}', file)
  return new Promise((done, fail) => {
    const sent = request(`${origin}${path.replace('{record}', randomUUID())}`, {
      agent, method, headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    }, (answer) => {
      answer.resume()
      answer.once('end', () => done(answer.statusCode ?? 0))
      answer.once('error', fail)
    })
    sent.once('error', fail)
    sent.end(text)
  })
}

async function run({ origin, connections, seconds, targets }: Job): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const [took, wrong]: [number[], Record<string, number>] = [[], {}]
  const began = performance.now()
  const until = began + seconds * 1000
  const lane = async () => {
    while (performance.now() < until) {
      const start = performance.now()
      const status = await ask(origin, agent, targets[Math.floor(Math.random() * targets.length)]!)
      if (status === 200) took.push(performance.now() - start)
      else wrong[status] = (wrong[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  agent.destroy()
  return { perSecond: took.length / ((performance.now() - began) / 1000), p50: percentile(took, 0.5), p95: percentile(took, 0.95), requests: took.length, wrong }
}

if (import.meta.main) {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer)
  console.log(JSON.stringify(await run(JSON.parse(Buffer.concat(parts).toString('utf8')) as Job)))
}
