import type { Role } from '#api/roles.ts'
import type { IconName } from '#web/ui/index.ts'
import { PAGE_ROLES } from '../page-roles.ts'
import { CASEWORKERS, EVERYONE, VILLAGERS } from '../roles.ts'

export interface NavLine {
  /** The page's line in `page-roles.ts`; a line without its page is not shown. */
  page: string
  /** Where it goes, when the page's path has a variable. */
  to?: string
  /** Key in the texts `shell`. */
  text: string
  icon: IconName
  group: 'work' | 'count' | 'network' | 'admin'
  /** Place in a phone's bottom bar; the others are under "more". At most three. */
  phone?: 1 | 2 | 3
}

export const NAV: readonly NavLine[] = [
  { page: '/', text: 'nav.today', icon: 'today', group: 'work', phone: 1 },
  { page: '/residents', text: 'nav.residents', icon: 'people', group: 'work', phone: 2 },
  { page: '/needs', text: 'nav.needs', icon: 'need', group: 'work', phone: 3 },
  { page: '/services', text: 'nav.services', icon: 'activity', group: 'work' },
  { page: '/approvals', text: 'nav.approvals', icon: 'check', group: 'work' },
  { page: '/lists', text: 'nav.lists', icon: 'list', group: 'work' },
  { page: '/emergency', text: 'nav.emergency', icon: 'warning', group: 'work' },
  { page: '/unclassified', text: 'nav.unclassified', icon: 'sort', group: 'work' },
  { page: '/calendar', text: 'nav.calendar', icon: 'calendar', group: 'work' },
  { page: '/glass', text: 'nav.glass', icon: 'lock', group: 'work' },
  { page: '/ledgers/$table', to: '/ledgers/service', text: 'nav.ledgers', icon: 'ledger', group: 'count' },
  { page: '/reports', text: 'nav.reports', icon: 'report', group: 'count' },
  { page: '/ask', text: 'nav.ask', icon: 'number', group: 'count' },
  { page: '/board', text: 'nav.board', icon: 'board', group: 'count' },
  { page: '/contracts', text: 'nav.contracts', icon: 'contract', group: 'network' },
  { page: '/network', text: 'nav.network', icon: 'network', group: 'network' },
  { page: '/build-plan', text: 'nav.buildPlan', icon: 'build', group: 'network' },
  { page: '/import', text: 'nav.import', icon: 'import', group: 'admin' },
  { page: '/accounts', text: 'nav.accounts', icon: 'key', group: 'admin' },
  { page: '/standards', text: 'nav.standards', icon: 'standard', group: 'admin' },
  { page: '/places/corrections', text: 'nav.places', icon: 'place', group: 'admin' },
  { page: '/me', text: 'nav.me', icon: 'person', group: 'admin' },
]

/** `to`: where it leads, when that is not the page bare. `roles`: only these, of whom may open the page. */
export interface QuickLine { page: string; to?: string; roles?: readonly Role[]; text: string; icon: IconName }

/** What is recorded most often, in that order. */
export const QUICK: readonly QuickLine[] = [
  { page: '/record/visit', text: 'quick.visit', icon: 'walk' },
  { page: '/record/call', text: 'quick.call', icon: 'phone' },
  { page: '/record/activity', text: 'quick.activity', icon: 'activity' },
  { page: '/record/need', text: 'quick.need', icon: 'need' },
  { page: '/record/task', text: 'quick.task', icon: 'task' },
  { page: '/record/consultation', text: 'quick.consultation', icon: 'question' },
  { page: '/record/batch', text: 'quick.batch', icon: 'group' },
  { page: '/services/new', to: '/services/new?method=child-report', roles: [...CASEWORKERS, ...VILLAGERS], text: 'quick.report', icon: 'warning' },
]

function isOpenTo(page: string, role: Role | null): boolean {
  const roles: readonly Role[] | undefined = PAGE_ROLES[page as keyof typeof PAGE_ROLES]
  return roles !== undefined && (role === null ? roles === EVERYONE : roles.includes(role))
}

/** The lines of one post, without doors that lead nowhere. */
export const navFor = (role: Role | null): readonly NavLine[] => NAV.filter((line) => isOpenTo(line.page, role))
export const quickFor = (role: Role | null): readonly QuickLine[] => QUICK.filter(({ page, roles }) => isOpenTo(page, role) && (roles === undefined || (role !== null && roles.includes(role))))
