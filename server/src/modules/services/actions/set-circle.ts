import { sql } from 'kysely'
import type { Saved } from '#api/common.ts'
import type { SetServiceCircle } from '#api/service-turns.ts'
import { notify } from '#server/platform/notices/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Work } from '#server/platform/work.ts'
import { changeServiceRow, requireOpenService, type ServiceRowOfTable } from '../store/services.ts'
import { circleOf } from '../views/circle.ts'

/** 知悉范围 of a secret service, anew: who comes in opens it from now on, who is left out no longer. The others on whom it depends are checked by the database. */
export async function setServiceCircle(work: Work, id: string, { version, members, why }: SetServiceCircle): Promise<Saved> {
  const row = await requireOpenService(work, id, version)
  const before = (await circleOf(work, row)).map(({ post }) => post)
  const { answer } = (await sql<{ answer: string }>`select app.set_service_circle(${id}::uuid, ${[...new Set(members)]}::uuid[], ${why}, ${work.now}) as answer`.execute(work.tx)).rows[0]!
  if (answer === 'not-members') throw new Refusal('circle.not-members')
  if (answer === 'conflict') throw new Refusal('circle.in-conflict')
  if (answer === 'left-out') throw new Refusal('circle.left-out')
  if (answer !== 'set') throw new Refusal('post.may-not')
  const fresh = members.filter((post) => !before.includes(post))
  await tellCircle(work, row, fresh)
  return { id, version: (await changeServiceRow(work, row, {})).version }
}

/** Who is let into a secret service hears of it; whoever lets them in knows. */
export async function tellCircle(work: Work, row: ServiceRowOfTable, posts: string[]): Promise<void> {
  const others = posts.filter((post) => post !== work.actor.post)
  if (others.length > 0) await notify(work, { kind: 'circle-joined', about: row, to: { posts: others } })
}

/** Whether a colleague could open what is handed to him. */
export async function mayTake({ tx, now }: Work, id: string, account: string): Promise<boolean> {
  return (await sql<{ may: boolean | null }>`select app.may_take_service(${id}::uuid, ${account}::uuid, ${now}) as may`.execute(tx)).rows[0]?.may ?? false
}
