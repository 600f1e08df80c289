import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Door, Field, Form, Method } from '#server/modules/standards/index.ts'
import type { Keyring } from '#server/platform/keys/index.ts'
import type { Answers } from './answers.ts'

/** Bytes of the proof in an address: 96 bits, more than anybody tries out against a server. */
const PROOF = 12
/** No letters that are taken for others when read aloud or copied by hand. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE = 12

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const uuidOf = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
const proofOf = (keys: Keyring, id: Buffer): Buffer => createHmac('sha256', keys.derive('public doors')).update(id).digest().subarray(0, PROOF)

/** What stands in the address of a door: nobody makes one up, and no table holds it. */
export const tokenOf = (keys: Keyring, id: string): string => Buffer.concat([bytesOf(id), proofOf(keys, bytesOf(id))]).toString('base64url')

/** The door an address was given for; undefined for one that we never gave. */
export function doorOf(keys: Keyring, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 16 + PROOF) return undefined
  return timingSafeEqual(bytes.subarray(16), proofOf(keys, bytes.subarray(0, 16))) ? uuidOf(bytes.subarray(0, 16).toString('hex')) : undefined
}

/** The id of what an answer becomes: the same when it is sent twice, and one that nobody chooses – it could be somebody's dossier. */
export function idOfAnswer(keys: Keyring, kind: 'service' | 'form', door: string, answer: string): string {
  const hex = keys.blindIndex(`${kind} of an answer`, `${door} ${answer}`).toString('hex')
  return uuidOf(`${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`)
}

/** 查询码 of a service begun from outside: sixty bits, always the same for the same service. */
export function codeOf(keys: Keyring, service: string): string {
  const bytes = keys.blindIndex('receipt code', service)
  const letters = [...bytes.subarray(0, CODE)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}

/** A code as somebody typed it in. */
export const plainCode = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
export const hashOfCode = (keys: Keyring, code: string): Buffer => keys.blindIndex('receipt', plainCode(code))

const ASKED: ReadonlySet<Field['type']> = new Set(['text', 'words', 'number', 'choice', 'choices', 'yes-no', 'day'])

/** The questions somebody outside is asked. */
export const questionsOf = (form: Form, { hide = [], set = {} }: Door): readonly Field[] =>
  form.fields.filter(({ key, type }) => ASKED.has(type) && !hide.includes(key) && key in set === false)

/** What he said, to the questions he was asked, with what is known because he came through this door. */
export function answersThrough(form: Form, door: Door, given: Answers): { answers: Answers; strange: string | undefined } {
  const asked = new Set(questionsOf(form, door).map(({ key }) => key))
  return { answers: { ...given, ...door.set }, strange: Object.keys(given).find((key) => !asked.has(key)) }
}

export const findDoor = (method: Method | undefined, key: string): Door | undefined => method?.doors?.find((door) => door.key === key)
