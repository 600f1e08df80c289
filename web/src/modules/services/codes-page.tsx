import { useTranslation } from 'react-i18next'
import { useParam } from '#web/platform/params.ts'
import { Button, Loaded, Page } from '#web/ui/index.ts'
import { QrCode } from './qr-code.tsx'
import { useService } from './use-service.ts'
import './print.css'

/** A code for everybody on the list: scanned at the door, it checks its bearer in. It holds no name. */
export default function CodesPage() {
  const { t } = useTranslation('services')
  const query = useService(useParam('id'))
  return (
    <Page title={t('checkIn.codes')} back actions={<Button kind="main" icon="print" onClick={() => window.print()}>{t('print.now')}</Button>}>
      <Loaded query={query} lines={8}>
        {(service) => <ul className="codes">{service.people.filter(({ state }) => state === 'in' || state === 'signed-up').map((person) => <li key={person.id}><QrCode size={112} text={`${window.location.origin}/services/${service.id}?in=${person.id}`} label={person.name} /><strong>{person.name}</strong><span className="small">{service.title}</span></li>)}</ul>}
      </Loaded>
    </Page>
  )
}
