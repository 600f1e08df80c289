import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as api from '#api/roles.ts'
import { PAGES } from '../pages.ts'
import * as web from '../roles.ts'
import { NAV, navFor, QUICK, quickFor } from './nav.ts'

const shell = JSON.parse(readFileSync(join(import.meta.dirname, '../texts/zh-CN/shell.json'), 'utf8'))
const textOf = (key: string) => key.split('.').reduce((texts, part) => texts?.[part], shell)

describe('the navigation', () => {
  it('shows nobody a page that does not exist, or that their post may not open', () => {
    for (const role of api.ROLES) for (const line of [...navFor(role), ...quickFor(role)]) expect(PAGES[line.page]?.roles).toContain(role)
  })

  it('names every line', () => {
    expect([...NAV, ...QUICK].filter((line) => typeof textOf(line.text) !== 'string')).toEqual([])
    expect(api.ROLES.filter((role) => !textOf(`role.${role}`))).toEqual([])
  })

  it('leads to the page it names', () => {
    for (const { page, to } of NAV) if (to) expect(to).toMatch(new RegExp(`^${page.replace(/\$\w+/g, '[^/]+')}$`))
  })

  it('knows the same groups of posts as the server', () => {
    for (const group of ['CASEWORKERS', 'VILLAGERS', 'OFFICES', 'AGENCIES'] as const) {
      // biome-ignore lint/performance/noDynamicNamespaceImportAccess: a test is not shipped
      expect(web[group]).toEqual(api[group])
    }
    expect([...web.EVERYONE].sort()).toEqual([...api.ROLES].sort())
  })

  it('has a place for three pages under the thumb', () => {
    expect(NAV.flatMap((line) => line.phone ?? []).sort()).toEqual([1, 2, 3])
  })
})
