import { CASEWORKERS, HANDLERS, type Role } from '#api/roles.ts'
import type { Method } from '#server/modules/standards/index.ts'
import { Refusal } from '#server/platform/refusal.ts'

type Sheets = Pick<Method, 'stages'>
type Opening = Pick<Method, 'opened_by' | 'subject' | 'secret'> & Sheets
const isOneOf = (roles: readonly Role[], role: string): boolean => roles.some((one) => one === role)

export const isHandlingOffice = (role: string): boolean => isOneOf(HANDLERS, role)

/** Whether a way of serving is one for this office: its own to open, about nobody, closed to no circle. */
export const isForOffice = ({ opened_by: by, subject, secret }: Omit<Opening, 'stages'>, role: string): boolean => subject === 'none' && secret !== true && (by ?? []).includes(role)

/** Whether this post fills in a sheet of a way it sees: a county's judgement of a station is not the station's to write. */
export function mayFillIn({ stages }: Sheets, form: string, role: string): boolean {
  const by = stages.flatMap(({ forms }) => forms).find((one) => one.form === form)?.by
  return by === undefined || by.includes(role)
}

/** Whose way it is: whoever fills in its first sheet opens it, moves it on, changes and ends it. */
export function mayLead(method: Sheets, role: string): boolean {
  const first = method.stages[0]?.forms[0]?.form
  return first === undefined || mayFillIn(method, first, role)
}

/** What changes the service itself – where it stands, whose it is, that it ended – is refused to whoever does not lead it. */
export function requireLead({ method }: { method: Sheets }, role: string): void {
  if (!mayLead(method, role)) throw new Refusal('post.may-not')
}

/** Caseworkers open everything; villagers and offices what the method says, offices only what is about nobody. */
export function mayOpen(method: Opening, role: string): boolean {
  if (!mayLead(method, role)) return false
  if (isOneOf(CASEWORKERS, role)) return true
  return isHandlingOffice(role) ? isForOffice(method, role) : (method.opened_by ?? []).includes(role)
}
