import { spawn } from 'node:child_process'
import type { Speaker } from '../city/plan.ts'
import type { Job, Load } from '../client.ts'
import { keep } from './children.ts'
import { LONGEST_RUN_MS, percentile } from './report.ts'

export const headersOf = ({ cookie, post }: Pick<Speaker, 'cookie' | 'post'>): Record<string, string> => ({ cookie: `__Host-wulian=${cookie}`, 'x-wulian-post': post })

/** Runs the client process; refuses figures of a load in which any request failed. */
export async function load(job: Job): Promise<Load> {
  const child = keep(spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bench/client.ts'], { stdio: ['pipe', 'pipe', 'inherit'] }))
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const force = setTimeout(() => child.kill('SIGKILL'), (job.seconds + 60) * 1000)
  child.stdin.end(JSON.stringify(job))
  const code = await ended
  clearTimeout(force)
  if (code !== 0) throw new Error(`the client ended with ${code}`)
  const found = JSON.parse(Buffer.concat(parts).toString('utf8')) as Load
  if (Object.keys(found.wrong).length > 0) throw new Error(`requests failed: ${JSON.stringify(found.wrong)} beside ${found.requests} good ones`)
  return found
}

/** One request after the other; milliseconds of the middle one. */
export const typical = (origin: string, who: Speaker, { path, body, times }: { path: string; body: object; times: number }): Promise<number> =>
  timed(() => post(origin, who, path, body), { times })

/** Does something over and over; milliseconds below which `share` of the rounds lie. */
export async function timed(once: () => Promise<unknown>, { times, share = 0.5 }: { times: number; share?: number }): Promise<number> {
  const took: number[] = []
  const until = performance.now() + LONGEST_RUN_MS
  for (let n = 0; n < times && (n < 3 || performance.now() < until); n++) {
    const start = performance.now()
    await once()
    took.push(performance.now() - start)
  }
  return percentile(took, share)
}

export const post = (origin: string, who: Speaker, path: string, body: object): Promise<any> => ask(origin, who, 'POST', path, body)

/** What the server answers; anything but 200 is an error. */
export async function ask(origin: string, who: Speaker, method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method, headers: { ...headersOf(who), 'accept-encoding': 'identity', ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${method} ${path} as ${who.role}: ${answer.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}
