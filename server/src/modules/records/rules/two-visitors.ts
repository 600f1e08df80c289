/** Whether one of those met asks for two. `known` holds who was visited before that day. */
export const asksForTwo = (asked: readonly string[], people: readonly { file: string; risk: string; protected: boolean }[], known: ReadonlySet<string>): boolean =>
  people.some((person) => asked.includes(person.risk) || (person.protected && asked.includes('protected')) || (asked.includes('first') && !known.has(person.file)))
