import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag } from '#web/ui/index.ts'

const MINUTE = 60_000
const SOON = 24 * 60

/** 还有 3 小时, by the minute while it is near. The server says what is overdue. */
export function TimeLeft({ dueAt, overdue }: { dueAt: string; overdue: boolean }) {
  const { t } = useTranslation('services')
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.round((Date.parse(dueAt) - now) / MINUTE)
  const far = Math.abs(minutes)
  const amount = far < 90 ? t('clock.minutes', { number: far }) : far < 48 * 60 ? t('clock.hours', { number: Math.round(far / 60) }) : t('clock.days', { number: Math.round(far / 1440) })
  return <Tag tone={overdue ? 'strong' : minutes < SOON ? 'accent' : undefined}>{t(overdue ? 'clock.late' : 'clock.left', { amount })}</Tag>
}
