import { randomUUID } from 'node:crypto'
import { followers } from '#server/app.ts'
import { openDatabase } from '#server/platform/database/index.ts'
import { startJobs } from '#server/platform/jobs/index.ts'
import { openLog } from '#server/platform/log.ts'
import { tasksOf } from '#server/tasks.ts'
import { leaks, send } from './judge.ts'
import type { Service } from './layers.ts'
import type { RouteWorld } from './route-world.ts'
import { MASKED, STAFF } from './routes/entry.ts'

const COLUMNS = ['name', 'sex', 'age', 'place', 'risk', 'tags', 'worker', 'fileNo', 'station']

/** Asks for lists as files from several posts, lets the job make them, and looks what stands in each. */
export async function exportAs(world: RouteWorld, { app, database, mode }: Service, times: number): Promise<{ made: number; wrong: string[] }> {
  const { town } = world
  const listener = openDatabase({ url: town.listenerUrl, poolSize: 2 })
  const jobs = await startJobs({
    url: town.listenerUrl, database, clock: town.clock, keys: town.keys, log: openLog('silent'), followers, crontab: '', tasks: tasksOf({ listener, clock: town.clock, keys: town.keys, dataFolder: town.dataFolder, log: openLog('silent') }),
  })
  const posts = world.posts.filter((post) => post.inForce && [...STAFF, ...MASKED].includes(post.role))
  const wrong: string[] = []
  let made = 0
  try {
    for (let n = 0; n < times; n++) {
      const post = world.dice.pick(posts)
      const id = randomUUID()
      const asked = await send(app, post, 'POST', { url: '/residents/export', body: { id, filter: { state: 'all' }, columns: COLUMNS } })
      if (asked.status !== 200) { if (asked.status >= 500) wrong.push(asked.text); continue }
      const read = { url: `/made-files/${id}` }
      let answer = await send(app, post, 'GET', read)
      for (let i = 0; i < 100 && answer.status !== 200; i++) {
        await new Promise((go) => setTimeout(go, 50))
        answer = await send(app, post, 'GET', read)
      }
      if (answer.status !== 200) wrong.push(`not made for ${post.role} ${post.reach}: ${answer.text}`)
      else made++
      wrong.push(...leaks(world, mode, post, read, answer).map((one) => `export as ${post.role} ${post.reach}: ${one}`))
      const other = world.dice.pick(world.posts.filter((one) => one.inForce && one.account !== post.account))
      const given = await send(app, other, 'GET', read)
      // 401: his account was closed by an earlier test.
      if (![401, 404].includes(given.status)) wrong.push(`the file of another, asked for by ${other.role}, was answered ${given.status} ${given.text.slice(0, 120)}`)
    }
  } finally {
    await jobs.stop()
    await listener.destroy()
  }
  return { made, wrong }
}
