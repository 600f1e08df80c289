import { describe, expect, it } from 'vitest'
import { SaveSheet, SaveVisit } from '#api/records.ts'
import { batchBody, newBatch } from './batch-values.ts'
import { contactBody, contactGaps, newContact } from './contact-values.ts'

const person = { file: '01990000-0000-7000-8000-000000000001', name: '王秀英', age: 82, risk: 'red' }
const other = { ...person, file: '01990000-0000-7000-8000-000000000002' }

describe('a visit being written', () => {
  it('is complete with a person and one tap: everything else is filled in', () => {
    const values = newContact('visit', '2026-05-20', [person], 'normal')
    expect(SaveVisit.parse(contactBody('visit', values))).toMatchObject({ occurredOn: '2026-05-20', mode: 'home', minutes: 20, result: 'normal', files: [person.file] })
  })

  it('gets an id of its own each time', () => {
    expect(newContact('visit', '2026-05-20').id).not.toBe(newContact('visit', '2026-05-20').id)
  })

  it('says that words and company are missing, and sends nothing about a next day nobody set', () => {
    const values = newContact('visit', '2026-05-20', [person], 'needs-attention')
    expect(contactGaps('visit', values)).toEqual(['words', 'companion'])
    expect(contactGaps('visit', values, ['orange'])).toEqual(['words'])
    expect(contactBody('visit', values)).not.toHaveProperty('nextOn')
    expect(contactGaps('visit', { ...values, words: '膝盖疼', withWhom: '吴主任' })).toEqual([])
  })
})

describe('a sheet being filled in', () => {
  it('holds only the people somebody tapped: nobody is taken for well unseen', () => {
    const values = { ...newBatch('2026-05-20'), people: [person, other], marks: { [other.file]: { id: '01990000-0000-7000-8000-000000000003', result: 'normal', words: ' ' } } }
    expect(SaveSheet.parse(batchBody(values)).rows).toEqual([{ id: '01990000-0000-7000-8000-000000000003', file: other.file, result: 'normal', words: '' }])
  })
})
