import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePicture } from '#web/modules/records/use-picture.ts'
import { Button } from '#web/ui/index.ts'

/** A kept picture: small until somebody wants to see it. */
export function Picture({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('services')
  const [size, setSize] = useState<'small' | 'full'>('small')
  const { url, failed } = usePicture(id, size)
  return (
    <li className={size}>
      {url ? <img src={url} alt={name} /> : <span className="taken-blank">{failed ? t('filled.photoFailed') : ''}</span>}
      <Button kind="quiet" onClick={() => setSize(size === 'small' ? 'full' : 'small')}>{t(size === 'small' ? 'filled.larger' : 'filled.smaller')}</Button>
    </li>
  )
}
