import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HANDLERS, type Role } from '#api/roles.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { furnish, hireFor, type Furnished } from './furnish.ts'
import { openHouse, TODAY, type House } from './house.ts'
import { DESK, openBrowser, PHONE, Visitor } from './support.ts'

/** A case of the first person, opened for the pages that show one. */
const SERVICE = randomUUID()
/** What an office takes part in. */
const COMPLAINT = randomUUID()
const EVENT = randomUUID()
/** A round from door to door. */
const ROUND = randomUUID()
/** A code for the public at the door of the station. */
const DOOR = randomUUID()
const LEDGERS = ['month', 'service', 'visits', 'elders', 'needs', 'tasks']

/** The addresses of a page, with something behind each variable. */
function addressesOf(page: string, role: Role, house: House, made: Furnished): string[] {
  const station = house.town.stations.east.id
  if (page === '/ledgers/$table') return LEDGERS.map((table) => `/ledgers/${table}`)
  if (page === '/lists') return ['/lists', '/lists?kind=project']
  // A list that was brought in stands in a story of its own.
  if (page === '/import/$id') return []
  if (page === '/figures') return [`/figures?indicator=visits-all&by=place&id=${house.town.stations.east.place}&period=${made.month}`]
  if (page === '/services/$id/round') return [page.replace('$id', ROUND)]
  if (page.startsWith('/services/$id') && HANDLERS.some((one) => one === role)) return [page.replace('$id', COMPLAINT).replace('$form', 'complaint-received')]
  if (page.startsWith('/services/$id')) return [page.replace('$id', SERVICE).replace('$form', 'case-intake')]
  const ids: Record<string, string> = { '/residents/$id': made.people[0]!.id, '/residents/$id/edit': made.people[0]!.id, '/records/$id': made.record, '/stations/$id': station, '/stations/$id/edit': station, '/emergency/$id': EVENT, '/emergency/$id/paper': EVENT, '/emergency/$id/sheet': EVENT, '/doors/$id/poster': DOOR, '/contracts/$id': made.contract, '/contracts/$id/edit': made.contract }
  return [page.replace('$station', station).replace('$month', made.month).replace('$contract', made.contract).replace('$id', ids[page] ?? '')]
}

/** What is not there for a post although its role may open the page: the town's for who serves one village, adults for who serves children, what was not drawn for an evaluator. */
const BEYOND: Partial<Record<Role, RegExp>> = {
  village_cadre: /^404 GET \/api\/v1\/((stations|records|services)\/[0-9a-f-]{36}|services\/form\/)/,
  child_director: /^404 GET \/api\/v1\/((stations|records|residents|services)\/[0-9a-f-]{36}|services\/form\/)/,
  evaluator: /^404 GET \/api\/v1\/records\/[0-9a-f-]{36}$/,
}

/** Every page these roles may open, on a desk and on a phone: nothing fails, nothing stands outside, nobody is shut out. */
export function sweep(roles: readonly Role[]): void {
  let house: House
  let browser: Browser
  let made: Furnished
  const seen = new Set<string>()
  beforeAll(async () => {
    house = await openHouse({ demo: true })
    browser = await openBrowser()
    made = await furnish(house)
    await house.must(made.li, 'PUT', `/services/${SERVICE}`, { method: 'casework', client: made.people[0]!.id, openedOn: TODAY, words: '夜里睡不着' })
    await house.must(made.head, 'PUT', `/services/${COMPLAINT}`, { method: 'complaint', title: '上门不敲门', openedOn: TODAY })
    await house.must(made.head, 'PUT', `/emergency/${EVENT}`, { kind: 'rainstorm', level: 'red', area: [house.town.stations.east.place], groups: ['lives-alone', 'dibao'] })
    await house.must(made.li, 'PUT', `/services/${ROUND}`, { method: 'door-round', title: '敲门行动', openedOn: TODAY })
    await house.must(made.head, 'PUT', `/doors/${DOOR}`, { method: 'complaint', door: 'complain', untilOn: TODAY })
  })
  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })

  for (const role of roles) {
    test(`every page of the role ${role} opens on a desk and on a phone`, async () => {
      const me = await Visitor.of(browser, house, await hireFor(house, role), { on: 'desk' })
      const found: string[] = []
      for (const [page, may] of Object.entries(PAGE_ROLES)) {
        if (!(may as readonly Role[]).includes(role)) continue
        for (const path of addressesOf(page, role, house, made)) found.push(...(await look(me, role, path, seen)))
      }
      expect(found).toEqual([])
      await me.leave()
    }, 600_000)
  }
}

async function look(me: Visitor, role: Role, path: string, seen: Set<string>): Promise<string[]> {
  const name = `${role}${path.split('?')[0]!.replace(/[0-9a-f-]{36}/g, 'one').replaceAll('/', '-')}`
  const found: string[] = []
  await me.page.setViewportSize(DESK)
  await me.follow(path)
  const say = (what: string, on: string) => found.push(`${name} on ${on}: ${what}`)
  if ((await me.page.getByRole('heading', { level: 1 }).count()) === 0 && (await me.page.getByRole('heading', { level: 2 }).count()) === 0) say('no heading', 'desk')
  if ((await me.page.getByText('演示数据').count()) === 0) say('does not say 演示数据', 'desk')
  for (const [on, size] of [['desk', DESK], ['phone', PHONE]] as const) {
    await me.page.setViewportSize(size)
    await me.settle()
    for (const wide of await me.wide()) say(wide, on)
    const kind = `${path.split('?')[0]!.replace(/[0-9a-f-]{36}/g, 'one')} ${on}`
    if (seen.has(kind)) continue
    seen.add(kind)
    if (process.env.WULIAN_SCREENS) await me.shot(`${name}.${on}`)
    for (const barrier of await me.barriers()) say(barrier, on)
  }
  for (const problem of me.problems.splice(0)) if (!BEYOND[role]?.test(problem)) say(problem, 'desk or phone')
  return found
}
