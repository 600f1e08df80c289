import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '#api/roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EVERYONE } from '#web/roles.ts'
import { EmptyState, LinkButton, Section } from '#web/ui/index.ts'

/** The page for the posts it is made for. The server refuses the others anyway; this says so before they type. */
export function RoleGuard({ roles, children }: { roles: readonly Role[]; children: ReactNode }) {
  const { t } = useTranslation()
  const { mayAct, role } = useSignedIn()
  // An account between two posts may still see to its password and to what it has not sent.
  if (role === null ? roles === EVERYONE : mayAct(roles)) return children
  return <Section><EmptyState icon="lock" title={t('page.notYours')} words={t('page.notYoursWords')} action={<LinkButton to="/">{t('page.home')}</LinkButton>} /></Section>
}
