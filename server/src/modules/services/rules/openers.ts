import { CASEWORKERS, HANDLERS, type Role } from '#api/roles.ts'
import type { Method } from '#server/modules/standards/index.ts'

type Opening = Pick<Method, 'opened_by' | 'subject' | 'secret'>
const isOneOf = (roles: readonly Role[], role: string): boolean => roles.some((one) => one === role)

export const isHandlingOffice = (role: string): boolean => isOneOf(HANDLERS, role)

/** Whether a way of serving is one for this office: its own to open, about nobody, closed to no circle. */
export const isForOffice = ({ opened_by: by, subject, secret }: Opening, role: string): boolean => subject === 'none' && secret !== true && (by ?? []).includes(role)

/** Caseworkers open everything; villagers and offices what the method says, offices only what is about nobody. */
export function mayOpen(method: Opening, role: string): boolean {
  if (isOneOf(CASEWORKERS, role)) return true
  return isHandlingOffice(role) ? isForOffice(method, role) : (method.opened_by ?? []).includes(role)
}
