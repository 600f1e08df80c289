/** What time it is. Tests and the demo set it; nothing else in the server asks the machine. */
export interface Clock {
  now(): Date
  /** The day in Asia/Shanghai, as YYYY-MM-DD. */
  today(): string
}

const shanghaiDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

export const dayInShanghai = (instant: Date): string => shanghaiDay.format(instant)

export const machineClock: Clock = { now: () => new Date(), today: () => dayInShanghai(new Date()) }

/** A clock that stands still until it is moved. */
export function settableClock(start: string): Clock & { set(instant: string): void } {
  let instant = new Date(start)
  return { now: () => new Date(instant), today: () => dayInShanghai(instant), set: (next) => { instant = new Date(next) } }
}
