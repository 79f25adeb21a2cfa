import { type PointerEvent, useRef } from 'react'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import classes from './Approval.module.css'

const WIDTH = 600
const HEIGHT = 160
/** A path longer than this is a scribble, no signature; the contract takes no more. */
const MOST_CHARACTERS = 28_000

interface SignaturePadProps {
  /** SVG path text: moves and lines in whole units. */
  value: string
  onChange: (path: string) => void
}

/** Signs with finger, pen or mouse. What is kept is the line itself, not a picture. */
export function SignaturePad({ value, onChange }: SignaturePadProps) {
  const t = useT()
  const isDrawing = useRef(false)
  const at = (event: PointerEvent<SVGSVGElement>): string => {
    const box = event.currentTarget.getBoundingClientRect()
    const x = Math.round(((event.clientX - box.left) / box.width) * WIDTH)
    const y = Math.round(((event.clientY - box.top) / box.height) * HEIGHT)
    return `${Math.min(WIDTH, Math.max(0, x))} ${Math.min(HEIGHT, Math.max(0, y))}`
  }
  const draw = (command: 'M' | 'L', event: PointerEvent<SVGSVGElement>) => {
    if (value.length < MOST_CHARACTERS) onChange(`${value}${value === '' ? '' : ' '}${command}${at(event)}`)
  }
  return (
    <div className={classes.pad}>
      <span className={classes.padLabel}>{t('approve.signature')}</span>
      <svg
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing that is made here is no image file
        role="img"
        aria-label={t('approve.sign')}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={classes.canvas}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          isDrawing.current = true
          draw('M', event)
        }}
        onPointerMove={(event) => isDrawing.current && draw('L', event)}
        onPointerUp={() => {
          isDrawing.current = false
        }}
      >
        <line x1="24" x2={WIDTH - 24} y1={HEIGHT - 32} y2={HEIGHT - 32} className={classes.rule} />
        <path d={value} className={classes.ink} />
      </svg>
      <div className={classes.padFoot}>
        <span>{t('approve.sign')}</span>
        <ActionButton size="xs" label={t('approve.clear')} disabledReason={null} onClick={() => onChange('')} />
      </div>
    </div>
  )
}

/** A signature that was given. */
export function Signature({ path }: { path: string }) {
  const t = useT()
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above
    <svg role="img" aria-label={t('approve.signature')} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.given}>
      <path d={path} className={classes.ink} />
    </svg>
  )
}
