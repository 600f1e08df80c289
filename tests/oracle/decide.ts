import { judgeRead, type Verdict } from './judge.ts'
import type { Service } from './layers.ts'
import type { RoutePost, RouteWorld } from './route-world.ts'
import { ROUTES } from './routes.ts'
import { chance } from './world.ts'

export interface Search {
  seed: number
  /** Goes on past every route and role until so much has been decided. */
  atLeast?: number
  /** Only these routes, and only until the first thing that is wrong. */
  only?: readonly string[]
  /** Wraps the service, to see that a fault in what it says is noticed. */
  through?: (app: Service['app']) => Service['app']
}

/** Asks every route as every role, in random order, and compares with the model. */
export async function decide(world: RouteWorld, service: Service, { seed, atLeast = 0, only, through = (app) => app }: Search): Promise<Verdict> {
  const app = through(service.app)
  world.dice = chance(seed)
  const all: Verdict = { decisions: 0, wrong: [] }
  const keys = Object.keys(ROUTES).filter((key) => ROUTES[key]!.reads && (!only || only.includes(key)))
  const ask = async (key: string, post: RoutePost) => {
    for (const read of ROUTES[key]!.reads!(world, post)) {
      const { decisions, wrong } = await judgeRead(app, world, service.mode, key.split(' ')[0]!, ROUTES[key]!, post, read)
      all.decisions += decisions
      all.wrong.push(...wrong)
    }
  }
  for (const pairs of rounds(world, keys, only === undefined)) {
    for (const [key, post] of pairs) {
      await ask(key, post)
      if (only && all.wrong.length > 0) return all
    }
    if (!only && all.decisions >= atLeast) return all
  }
  return all
}

/** First every route with one post of every role; then all others. */
function* rounds(world: RouteWorld, keys: readonly string[], onAndOn: boolean): Generator<[string, RoutePost][]> {
  const byRole = Object.values(Object.groupBy(world.posts, ({ role }) => role)).map((posts) => posts!)
  const first = new Set<string>()
  yield keys.flatMap((key) => byRole.map((posts): [string, RoutePost] => {
    const post = world.dice.pick(posts)
    first.add(`${key} ${post.id}`)
    return [key, post]
  }))
  const rest = keys.flatMap((key) => world.posts.map((post): [string, RoutePost] => [key, post])).filter(([key, post]) => !first.has(`${key} ${post.id}`))
  for (let i = rest.length - 1; i > 0; i--) { const j = world.dice.below(i + 1); [rest[i], rest[j]] = [rest[j]!, rest[i]!] }
  for (let i = 0; i < rest.length; i += 100) yield rest.slice(i, i + 100)
  // Everybody has asked everything: other rows, other words.
  while (onAndOn) yield Array.from({ length: 100 }, (): [string, RoutePost] => [world.dice.pick(keys), world.dice.pick(world.posts)])
}
