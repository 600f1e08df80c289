import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordView } from '#api/records.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Tag } from '#web/ui/index.ts'
import { usePicture } from './use-picture.ts'

const PublishSheet = lazy(() => import('./publish-sheet.tsx'))

/** A photo of a record: small until someone wants to see it; what may be done with it stands below. */
export function Photo({ photo, record }: { photo: RecordView['photos'][number]; record: string }) {
  const { t } = useTranslation('records')
  const [size, setSize] = useState<'small' | 'full'>('small')
  const { url, failed } = usePicture(photo.blob, size)
  const [publishing, setPublishing] = useState(false)
  const { mayAct } = useSignedIn()
  const name = t(`photo.shows.${photo.shows}`, { defaultValue: photo.shows })
  return (
    <li className={size}>
      {url ? <img src={url} alt={name} /> : <span className="photo-blank">{failed ? t('photo.failed') : ''}</span>}
      <div className="between"><span className="small">{name} <Tag>{t(`photo.consents.${photo.consent}`, { defaultValue: photo.consent })}</Tag></span>
        {photo.consent === 'publish' && mayAct(PAGE_ROLES['/record/visit']) ? <Button kind="quiet" onClick={() => setPublishing(true)}>{t('photo.publish.begin')}</Button> : null}
        <Button kind="quiet" onClick={() => setSize(size === 'small' ? 'full' : 'small')}>{t(size === 'small' ? 'photo.larger' : 'photo.smaller')}</Button></div>
      <Suspense fallback={null}>{publishing ? <PublishSheet record={record} blob={photo.blob} onClose={() => setPublishing(false)} /> : null}</Suspense>
    </li>
  )
}
