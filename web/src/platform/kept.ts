import { textOf, utf8, type Bytes } from './bytes.ts'
import { holder, holderNow, type Holder } from './device-key.ts'
import { OfflineError } from './refusal-error.ts'
import { storeOf } from './store.ts'

/** Values kept sealed in this browser, by name, for the account whose things are open. A name tells nothing: words and ids of forms. */
interface Kept { name: string; sealed: Bytes }
const rows = () => storeOf<Kept>('kept')

export async function keep(name: string, value: unknown, { account, seal }: Holder = holder()): Promise<void> {
  const full = `${account}/${name}`
  await rows().put({ name: full, sealed: await seal(full, utf8(JSON.stringify(value))) })
}

const read = async <T>({ name, sealed }: Kept): Promise<T> => JSON.parse(textOf(await holder().open(name, sealed))) as T

export async function recall<T>(name: string): Promise<T | undefined> {
  const found = await rows().find(`${holder().account}/${name}`)
  return found && read<T>(found)
}

/** Everything whose name begins so; what does not open any more is left out. */
export async function recallAll<T extends object>(beginning: string): Promise<[name: string, value: T][]> {
  const prefix = `${holder().account}/${beginning}`
  const found = (await rows().all()).filter(({ name }) => name.startsWith(prefix))
  const opened = await Promise.all(found.map((row) => read<T>(row).then((value): [string, T] => [row.name.slice(prefix.length), value]).catch(() => undefined)))
  return opened.filter((entry) => entry !== undefined)
}

export const forget = (name: string, { account }: Holder = holder()): Promise<unknown> => rows().remove(`${account}/${name}`)

/** What the server answers; without network, what it answered last, and when. */
export async function orLastKnown<T extends object>(name: string, ask: () => Promise<T>): Promise<T & { knownAt?: string }> {
  try {
    const by = holderNow()
    const answer = await ask()
    // Not when somebody locked, left or came meanwhile.
    if (by && by === holderNow()) void keep(name, { ...answer, knownAt: new Date().toISOString() }, by).catch(() => undefined)
    return answer
  } catch (error) {
    const last = error instanceof OfflineError ? await recall<T & { knownAt: string }>(name).catch(() => undefined) : undefined
    if (!last) throw error
    return last
  }
}
