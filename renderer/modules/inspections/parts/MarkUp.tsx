import { IconArrowBackUp, IconArrowUpRight, IconCheck, IconCircle, IconPencil, IconTrash, IconX } from '@tabler/icons-react'
import { type PointerEvent, useState } from 'react'
import { MARK_KINDS, type Mark, type Photo } from '#shared/modules/inspections/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import { Overlay } from './Overlay.tsx'
import { Marks, Original } from './PhotoView.tsx'
import classes from './photos.module.css'

const ICONS = { draw: IconPencil, arrow: IconArrowUpRight, circle: IconCircle }
/** A touch without a move still says where: a ring or an arrow of this size, in thousandths of the width. */
const TAP_SIZE = 90
/** A finger that rests does not draw. */
const LEAST_STEP = 6
const MOST_NUMBERS = 600

interface MarkUpProps {
  photo: Photo
  alt: string
  /** Why nothing can be changed, or null. */
  lockedBecause: string | null
  onClose: () => void
}

/** A photo over the whole screen, to look at and to draw on. The photo stays as it was; what is drawn stands beside it. */
export function MarkUp({ photo, alt, lockedBecause, onClose }: MarkUpProps) {
  const t = useT()
  const [kind, setKind] = useState<Mark['kind']>('circle')
  const [marks, setMarks] = useState<readonly Mark[]>(photo.marks)
  const [drawing, setDrawing] = useState<Mark | null>(null)
  const mark = useCommand('inspections.markPhoto')
  const remove = useCommand('inspections.removePhoto')
  const isChanged = marks !== photo.marks
  const placeOf = (event: PointerEvent): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [Math.round(((event.clientX - box.left) * 1000) / box.width), Math.round(((event.clientY - box.top) * 1000) / box.width)]
  }
  const begin = (event: PointerEvent) => {
    if (lockedBecause !== null) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = placeOf(event)
    setDrawing({ kind, at: [...at, ...at] })
  }
  const move = (event: PointerEvent) => {
    if (!drawing) return
    const [x, y] = placeOf(event)
    if (drawing.kind !== 'draw') return setDrawing({ ...drawing, at: [...drawing.at.slice(0, 2), x, y] })
    const [lastX = 0, lastY = 0] = drawing.at.slice(-2)
    if (Math.hypot(x - lastX, y - lastY) >= LEAST_STEP && drawing.at.length < MOST_NUMBERS) setDrawing({ ...drawing, at: [...drawing.at, x, y] })
  }
  const end = () => {
    if (!drawing) return
    const [x = 0, y = 0, toX = 0, toY = 0] = drawing.at
    const isTap = Math.hypot(toX - x, toY - y) < LEAST_STEP * 2
    const tapped = drawing.kind === 'circle' ? [x - TAP_SIZE, y - TAP_SIZE, x + TAP_SIZE, y + TAP_SIZE] : [x - TAP_SIZE * 2, y - TAP_SIZE * 2, x, y]
    setMarks([...marks, isTap && drawing.kind !== 'draw' ? { kind: drawing.kind, at: tapped.map((n) => Math.max(-200, n)) } : drawing])
    setDrawing(null)
  }
  const save = async () => {
    if (!isChanged || (await mark.run({ photoId: photo.id, marks: [...marks] as Mark[] })).ok) onClose()
  }
  const shown = drawing ? [...marks, drawing] : marks
  return (
    <Overlay label={alt} onClose={onClose}>
      <div className={classes.stage}>
        <span style={{ width: `min(100%, calc((100vh - 150px) * ${photo.widthPx / photo.heightPx}))` }}>
          <Original photo={photo} alt={alt}>
            <Marks marks={shown} photo={photo} />
            <svg
              className={classes.paper}
              data-testid="paper"
              aria-hidden="true"
              onPointerDown={begin}
              onPointerMove={move}
              onPointerUp={end}
              onPointerCancel={() => setDrawing(null)}
            />
          </Original>
        </span>
      </div>
      <FailureNotice failure={mark.failure ?? remove.failure} />
      <div className={classes.bar}>
        {lockedBecause === null && (
          <>
            {MARK_KINDS.map((each) => {
              const Icon = ICONS[each]
              return (
                <button key={each} type="button" className={classes.tool} aria-pressed={kind === each} onClick={() => setKind(each)}>
                  <Icon size={28} stroke={1.9} aria-hidden="true" />
                  {t(`inspections.mark.${each}`)}
                </button>
              )
            })}
            <button type="button" className={classes.tool} disabled={marks.length === 0} onClick={() => setMarks(marks.slice(0, -1))}>
              <IconArrowBackUp size={28} stroke={1.9} aria-hidden="true" />
              {t('inspections.undo')}
            </button>
            <button
              type="button"
              className={classes.tool}
              disabled={remove.isRunning}
              onClick={() => void remove.run({ photoId: photo.id }).then((done) => done.ok && onClose())}
            >
              <IconTrash size={28} stroke={1.9} aria-hidden="true" />
              {t('common.remove')}
            </button>
          </>
        )}
        {isChanged && (
          <button type="button" className={classes.tool} onClick={onClose}>
            <IconX size={28} stroke={1.9} aria-hidden="true" />
            {t('common.cancel')}
          </button>
        )}
        <button type="button" className={classes.tool} data-look="primary" disabled={mark.isRunning} onClick={() => void save()}>
          <IconCheck size={28} stroke={1.9} aria-hidden="true" />
          {isChanged ? t('common.save') : t('common.close')}
        </button>
      </div>
    </Overlay>
  )
}
