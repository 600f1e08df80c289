import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodeCard, Security, TotpOffer } from '#api/session.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, confirm, ErrorPanel, Loaded, Section, Sheet, TextField, toast } from '#web/ui/index.ts'

/** The second step of signing in: an authenticator, a printed card, or both. */
export function SecondStep() {
  const { t } = useTranslation('me')
  const client = useQueryClient()
  const query = useQuery({ queryKey: ['me', 'security'], queryFn: ({ signal }) => api.get<Security>('/me/security', { signal }) })
  const [offer, setOffer] = useState<TotpOffer>()
  const [card, setCard] = useState<CodeCard>()
  const refresh = () => void client.invalidateQueries({ queryKey: ['me', 'security'] })
  const offering = useSubmit(async () => setOffer(await api.post<TotpOffer>('/me/totp')))
  const printing = useSubmit(async () => {
    const sure = await confirm({ title: t('card.title'), words: t('card.words'), action: t('card.make') })
    if (sure) setCard(await api.post<CodeCard>('/me/code-card'))
  })
  return (
    <Section title={t('second.title')}>
      <Loaded query={query} lines={2}>
        {(security) => <p>{t(security.hasTotp ? 'second.totpOn' : 'second.totpOff')} {t('second.codesLeft', { count: security.codesLeft })}</p>}
      </Loaded>
      <ErrorPanel error={offering.error ?? printing.error} />
      <div className="inline">
        <Button icon="phone" busy={offering.busy} onClick={() => void offering.submit()}>{t('totp.set')}</Button>
        <Button icon="print" busy={printing.busy} onClick={() => void printing.submit()}>{t('card.make')}</Button>
      </div>
      {offer ? <TotpSheet offer={offer} onClose={() => { setOffer(undefined); refresh() }} /> : null}
      {card ? <CardSheet card={card} onClose={() => { setCard(undefined); refresh() }} /> : null}
    </Section>
  )
}

function TotpSheet({ offer, onClose }: { offer: TotpOffer; onClose: () => void }) {
  const { t } = useTranslation('me')
  const { reload } = useSignedIn()
  const [code, setCode] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await api.put('/me/totp', { code })
    toast(t('totp.saved'))
    onClose()
    await reload()
  })
  return (
    <Sheet open title={t('totp.set')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t('totp.words')}</p>
        <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`} alt={t('totp.qr')} width={200} height={200} />
        <p className="small">{t('totp.secret')} <code>{offer.secret}</code></p>
        <TextField label={t('totp.code')} value={code} onChange={(value) => setCode(value.replace(/\D/g, '').slice(0, 6))} inputMode="numeric" autoComplete="one-time-code" />
        <ErrorPanel error={error} />
        <Button kind="main" type="submit" block busy={busy} disabled={code.length !== 6}>{t('totp.confirm')}</Button>
      </form>
    </Sheet>
  )
}

function CardSheet({ card, onClose }: { card: CodeCard; onClose: () => void }) {
  const { t } = useTranslation('me')
  const { account } = useSignedIn()
  return (
    <Sheet open title={t('card.title')} onClose={onClose} actions={<button type="button" className="button main" onClick={() => window.print()}>{t('card.print')}</button>}>
      <div className="stack">
        <p>{t('card.once', { name: account.name })}</p>
        <ol className="code-card number">{card.codes.map((code) => <li key={code}>{code}</li>)}</ol>
      </div>
    </Sheet>
  )
}
