import { useTranslation } from 'react-i18next'
import { Page, Section } from '#web/ui/index.ts'
import { DoorsBlock } from './doors-block.tsx'
import './services.css'

/** 意见箱: the station's codes for the public, for the wall and the notice board. */
export default function DoorsPage() {
  const { t } = useTranslation('doors')
  return <Page title={t('title')} back sub={t('sub')}><Section flush><DoorsBlock /></Section></Page>
}
