import type { Keyring } from '#server/platform/keys/index.ts'

/**
 * The key of what one browser keeps for one account: unsent writes, drafts, the last list. Derived, never stored, so that the server can always
 * open what a lost, locked or dismissed person's browser still holds, and nobody else can once that browser has forgotten it.
 */
export const deviceKeyOf = (keys: Keyring, account: string, device: string): Buffer => keys.derive(`device key ${account} ${device}`)
export const deviceShareOf = (keys: Keyring, account: string, device: string): Buffer => keys.derive(`device share ${account} ${device}`)

/** What an unsent write is bound to: the web seals with the same words. */
export const aboutUnsent = (id: string): string => `unsent ${id}`
