import { useTranslation } from 'react-i18next'

/** Something is being fetched. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('ui')
  return <div className="skeleton" role="status" aria-label={t('loading')}>{Array.from({ length: lines }, (_, at) => <i key={at} />)}</div>
}
