import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DemoCode as Code } from '#api/session.ts'
import { api } from '#web/platform/api.ts'
import { Button } from '#web/ui/index.ts'

/** The code of an invented person. The server has one only for a trial town on this very machine; elsewhere nothing is shown. */
export function DemoCode({ name, onUse }: { name: string; onUse: (code: string) => void }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['demo-code', name], retry: false, refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get<Code>(`/session/demo-code?name=${encodeURIComponent(name)}`, { signal }).catch(() => null),
  })
  const code = query.data?.code
  return code ? <Button kind="quiet" onClick={() => onUse(code)}>{t('signIn.demoCode', { code })}</Button> : null
}
