import { randomUUID } from 'node:crypto'
import type { OpenService } from '#api/services.ts'
import type { SaveContact } from '#api/records.ts'
import { askApproval, closeService, decideApproval, moveService, offerForm, openService, putPerson, saveContact, saveForm } from '#server/modules/services/index.ts'
import type { Speaker, Stage } from './stage.ts'

type Opening = Pick<OpenService, 'method'> & Partial<Omit<OpenService, 'method' | 'openedOn'>>

/** One professional service acted out on the stage: who did what on which day, step by step through the product's own actions. */
export class ServiceScript {
  readonly id = randomUUID()
  readonly #stage: Stage
  #version = 1

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async open(day: string, who: Speaker, input: Opening, time?: string): Promise<this> {
    await this.#stage.on(day, who, (work) => openService(work, this.id, { title: '', source: '', words: '', item: '', venue: '', ...input, openedOn: day }), time)
    return this
  }

  /** Filled in on that day, under the version the service is bound to; `filledOn` is the day it tells of, when that was earlier. */
  async fill(day: string, who: Speaker, key: string, answers: object, { filledOn = day, time, ...about }: { person?: string; record?: string; filledOn?: string; time?: string } = {}): Promise<void> {
    await this.#stage.on(day, who, async (work) => {
      const { formVersion } = await offerForm(work, key, { service: this.id })
      await saveForm(work, randomUUID(), { service: this.id, form: key, formVersion, filledOn, answers: { ...answers }, photos: [], ...about })
    }, time)
  }

  /** Stage after stage, as far as the last one named. */
  async move(day: string, who: Speaker, ...stages: string[]): Promise<void> {
    for (const to of stages) {
      const moved = await this.#stage.on(day, who, (work) => moveService(work, this.id, { version: this.#version, to, why: '' }))
      this.#version = moved.version
    }
  }

  async close(day: string, who: Speaker, reason: string, words: string): Promise<void> {
    await this.#stage.on(day, who, (work) => closeService(work, this.id, { version: this.#version, reason, on: day, words }))
  }

  async contact(day: string, who: Speaker, input: SaveContact): Promise<string> {
    const id = randomUUID()
    await this.#stage.on(day, who, (work) => saveContact(work, this.id, id, input))
    return id
  }

  async put(day: string, who: Speaker, person: { file?: string; name?: string; role: string; state?: 'signed-up' | 'in' }): Promise<string> {
    const id = randomUUID()
    const { id: kept } = await this.#stage.on(day, who, (work) => putPerson(work, id, { service: this.id, name: '', phone: '', minor: false, guardian: '', state: 'in', note: '', ...person }))
    return kept
  }

  /** Asks for an approval; without somebody who answers, it waits. */
  async approve(day: string, who: Speaker, key: string, by?: Speaker): Promise<void> {
    const id = randomUUID()
    await this.#stage.on(day, who, (work) => askApproval(work, id, { service: this.id, key, note: '' }))
    if (by) await this.#stage.on(day, by, (work) => decideApproval(work, id, { version: 1, decision: 'approved', why: '' }))
  }
}

/** A contact of a service as it was written down the same day. */
export const sessionOn = (occurredOn: string, mode: string, words: string, minutes = 40): Extract<SaveContact, { kind: 'session' }> =>
  ({ kind: 'session', formVersion: 'session.1', occurredOn, minutes, words, item: '', withWhom: '', photos: [], mode, title: '', heads: 0, files: [] })
