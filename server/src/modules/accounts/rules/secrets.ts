import { argon2 as argon2Callback, createHash, randomBytes, randomInt, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'
import { openWith, sealWith, type Keyring } from '#server/platform/keys/index.ts'
import { LIMITS } from './limits.ts'

const argon2 = promisify(argon2Callback) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

interface Cost { memory: number; passes: number }
/** OWASP's first choice for argon2id: 46 MiB, one pass; about a tenth of a second on a station's old desktop. */
const PASSWORD: Cost = { memory: 47_104, passes: 1 }
/** A PIN has few values; its hash rests on the pepper, and five wrong ones end the session. */
const PIN: Cost = { memory: 19_456, passes: 2 }
const NO_SALT = Buffer.alloc(16)

/** The pepper comes from the master key: a stolen database alone lets nobody try passwords. */
const derived = (keys: Keyring, use: 'password' | 'PIN', text: string, nonce: Uint8Array, { memory, passes }: Cost): Promise<Buffer> =>
  argon2('argon2id', { message: Buffer.from(text.normalize('NFC')), nonce, parallelism: 1, tagLength: 32, memory, passes, secret: keys.derive(`${use} pepper`) })

const headOf = ({ memory, passes }: Cost): string => `$argon2id$v=19$m=${memory},t=${passes},p=1$`

async function hash(keys: Keyring, use: 'password' | 'PIN', text: string, cost: Cost): Promise<string> {
  const salt = randomBytes(16)
  return `${headOf(cost)}${salt.toString('base64url')}$${(await derived(keys, use, text, salt, cost)).toString('base64url')}`
}

const shape = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w-]{22})\$([\w-]{43})$/

/** Without a hash the same work is done for nothing: the time taken does not tell whether the name exists. */
async function verify(keys: Keyring, use: 'password' | 'PIN', text: string, kept: string | null | undefined, cost: Cost): Promise<boolean> {
  const [, memory, passes, salt, right] = shape.exec(kept ?? '') ?? []
  const found = await derived(keys, use, text, salt ? Buffer.from(salt, 'base64url') : NO_SALT, salt ? { memory: Number(memory), passes: Number(passes) } : cost)
  return right !== undefined && timingSafeEqual(found, Buffer.from(right, 'base64url'))
}

export const hashPassword = (keys: Keyring, password: string): Promise<string> => hash(keys, 'password', password, PASSWORD)
export const verifyPassword = (keys: Keyring, password: string, kept: string | null | undefined): Promise<boolean> => verify(keys, 'password', password, kept, PASSWORD)
export const hashPin = (keys: Keyring, pin: string): Promise<string> => hash(keys, 'PIN', pin, PIN)
export const verifyPin = (keys: Keyring, pin: string, kept: string | null | undefined): Promise<boolean> => verify(keys, 'PIN', pin, kept, PIN)
/** A hash made when the parameters were lower is made anew at the next sign-in. */
export const isOutdated = (kept: string): boolean => !kept.startsWith(headOf(PASSWORD))

const aboutTotp = (account: string): string => `account_secret ${account} totp`
/** Seals the secret of an authenticator. It belongs to a person, not to a place, so its key comes from the master key itself. */
export const sealTotp = (keys: Keyring, account: string, secret: string): Buffer => sealWith(1, keys.derive('second factors'), Buffer.from(secret), aboutTotp(account))
export const openTotp = (keys: Keyring, account: string, sealed: Uint8Array): string => openWith(keys.derive('second factors'), sealed, aboutTotp(account)).toString()

// Without 0, 1, I and O, which look alike on paper.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const group = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Ten numbers to print, and the keyed hashes to keep. The numbers cannot be found again. */
export function makeCodeCard(keys: Keyring, account: string): { codes: string[]; hashes: Buffer[] } {
  const codes = Array.from({ length: LIMITS.codesOnCard }, () => `${group()}-${group()}`)
  return { codes, hashes: codes.map((code) => hashOfCode(keys, account, code)) }
}
export const hashOfCode = (keys: Keyring, account: string, code: string): Buffer => keys.blindIndex('code card', `${account} ${code.replace('-', '').toUpperCase()}`)

/** The first password, which a head hands over and nobody chose. */
export const makeOneTimePassword = (): string => [group(), group(), group()].join('-')

/** A random token for a cookie, and the hash that is kept of it. */
export function makeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: createHash('sha256').update(token).digest() }
}
