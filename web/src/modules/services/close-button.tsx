import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { Button } from '#web/ui/index.ts'

const CloseSheet = lazy(() => import('./close-sheet.tsx'))

/** Whether ending it is the next step, and not only a way out: then the button stands at the stage. */
export const closesNext = ({ stages }: ServiceView): boolean => stages[stages.findIndex(({ state }) => state === 'now') + 1]?.afterEnd ?? false

/** 结案. */
export function CloseButton({ service, main = false }: { service: ServiceView; main?: boolean }) {
  const { t } = useTranslation('services')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind={main ? 'main' : 'danger'} onClick={() => setOpen(true)}>{t('act.close')}</Button>
      <Suspense fallback={null}>{open ? <CloseSheet service={service} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  )
}
