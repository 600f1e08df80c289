/** Whether the calendar has this day, written `YYYY-MM-DD`. */
export function hasDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}
