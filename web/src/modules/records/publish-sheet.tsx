import { useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublishPhoto } from '#api/records.ts'
import { api } from '#web/platform/api.ts'
import { saveAs } from '#web/platform/save-as.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Check, Choice, ErrorPanel, Sheet, Skeleton, toast } from '#web/ui/index.ts'
import { usePicture } from './use-picture.ts'

type Face = PublishPhoto['faces'][number]
const SIZES = { small: 0.07, middle: 0.13, large: 0.22 } as const
type Size = keyof typeof SIZES
const STEP = 0.02
const MOVES: Record<string, readonly [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
const inside = (at: number, length: number): number => Math.min(Math.max(at, 0), 1 - length)

/** 遮脸: faces are marked by hand, hidden by the server, and the copy goes to the device. The photo that is kept stays as it is. */
export default function PublishSheet({ record, blob, onClose }: { record: string; blob: string; onClose: () => void }) {
  const { t } = useTranslation('records')
  const [faces, setFaces] = useState<readonly Face[]>([])
  const [size, setSize] = useState<Size>('middle')
  const [sure, setSure] = useState(false)
  const { url, failed } = usePicture(blob, 'full')
  const taking = useSubmit(async () => {
    saveAs(await api.post<Blob>(`/records/${record}/photos/${blob}/publish`, { faces }), `${t('photo.publish.name')}.jpg`)
    toast(t('photo.publish.done'))
    onClose()
  })
  return (
    <Sheet open wide title={t('photo.publish.title')} onClose={onClose} actions={<Button kind="main" tall block busy={taking.busy} disabled={!sure || !url} onClick={() => void taking.submit()}>{t('photo.publish.take')}</Button>}>
      <div className="stack">
        <p className="quiet">{t('photo.publish.words')}</p>
        <Choice<Size> label={t('photo.publish.size')} look="segmented" value={size} onChange={setSize} options={(['small', 'middle', 'large'] as const).map((value) => ({ value, label: t(`photo.publish.sizes.${value}`) }))} />
        {url ? <Marking url={url} faces={faces} side={SIZES[size]} onFaces={setFaces} /> : failed ? <p className="problem">{t('photo.failed')}</p> : <Skeleton lines={6} />}
        <Check label={t('photo.publish.sure')} checked={sure} onChange={setSure} />
        <ErrorPanel error={taking.error} />
      </div>
    </Sheet>
  )
}

function Marking({ url, faces, side, onFaces }: { url: string; faces: readonly Face[]; side: number; onFaces: (faces: readonly Face[]) => void }) {
  const { t } = useTranslation('records')
  const [shape, setShape] = useState(1)
  const add = (x: number, y: number) => {
    const [w, h] = [side, Math.min(side * shape, 1)]
    onFaces([...faces, { x: inside(x - w / 2, w), y: inside(y - h / 2, h), w, h }])
  }
  const mark = (event: MouseEvent<HTMLImageElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    add((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }
  const remove = (at: number) => onFaces(faces.filter((_, n) => n !== at))
  const press = (event: KeyboardEvent, at: number) => {
    const move = MOVES[event.key]
    if (move) onFaces(faces.map((face, n) => (n === at ? { ...face, x: inside(face.x + move[0], face.w), y: inside(face.y + move[1], face.h) } : face)))
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(at)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="masking">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button below adds a square for a keyboard, and squares move by its arrows */}
        <img src={url} alt={t('photo.one')} onClick={mark} onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setShape(naturalWidth / naturalHeight)} />
        {faces.map(({ x, y, w, h }, at) => (
          <button key={at} type="button" className="mask" aria-label={t('photo.publish.face', { number: at + 1 })} style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${w * 100}%`, height: `${h * 100}%` }}
            onClick={() => remove(at)} onKeyDown={(event) => press(event, at)} />
        ))}
      </div>
      <div className="inline"><Button kind="quiet" icon="plus" onClick={() => add(0.5, 0.5)}>{t('photo.publish.add')}</Button></div>
    </>
  )
}
