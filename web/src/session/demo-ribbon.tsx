import { useTranslation } from 'react-i18next'

/** On every page and every print of a trial town. */
export function DemoRibbon() {
  const { t } = useTranslation()
  return <div className="demo-ribbon" role="note">{t('demo')}</div>
}
