import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { OfflineError, RefusalError } from '#web/platform/refusal-error.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** The sentence for any error; a refusal brings its own. */
export function useErrorSentence(): (error: unknown) => string {
  const { t } = useTranslation('ui')
  return (error) => {
    if (error instanceof RefusalError) return error.sentence
    return error instanceof OfflineError ? t('error.offline') : t('error.here')
  }
}

/** What went wrong, in the server's words, with its code for whoever is asked for help. What a person did just now is answered where he looks. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation('ui')
  const sentenceOf = useErrorSentence()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => { if (error && !onRetry) box.current?.scrollIntoView({ block: 'nearest' }) }, [error, onRetry])
  if (!error) return null
  return (
    <div ref={box} className="notice alert" role="alert">
      <Icon name={error instanceof OfflineError ? 'offline' : 'warning'} />
      <div className="grow">
        <div>{sentenceOf(error)}{error instanceof RefusalError ? <span className="code"> {error.code}</span> : null}</div>
        {onRetry ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
      </div>
    </div>
  )
}
