import type { ReactNode } from 'react'
import { IconBackspace } from '@tabler/icons-react'
import classes from './kiosk.module.css'
import { useWords } from './words.tsx'

interface BigButtonProps {
  label: string
  onClick: () => void
  icon?: ReactNode
  /** A second, smaller line. */
  hint?: ReactNode
  look?: 'primary' | 'plain' | 'good' | 'danger'
  disabledReason?: string | null
  busy?: boolean
}

/** A kiosk button: at least 20 mm (76 px) high, for gloves. Disabled, it says why on itself, as there is no hover. */
export function BigButton({ label, onClick, icon, hint, look = 'plain', disabledReason = null, busy = false }: BigButtonProps) {
  return (
    <button type="button" className={classes.big} data-look={look} disabled={disabledReason !== null || busy} onClick={onClick}>
      {icon}
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        {(disabledReason ?? hint) && <span className={classes.hint}>{disabledReason ?? hint}</span>}
      </span>
    </button>
  )
}

const FIGURES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

interface NumPadProps {
  value: string
  onChange: (value: string) => void
  onEnter: () => void
  maxLength: number
  canEnter: boolean
  /** Also a decimal point and a minus. */
  decimals?: boolean
}

/** Figures for fingers; the keyboard's figures, Backspace and Enter work too while it is on the screen (see `usePadKeys`). */
export function NumPad({ value, onChange, onEnter, maxLength, canEnter, decimals = false }: NumPadProps) {
  const words = useWords()
  const press = (figure: string) => {
    if (value.length < maxLength) onChange(value + figure)
  }
  return (
    <div className={classes.pad} data-decimals={decimals || undefined} dir="ltr">
      {FIGURES.map((figure) => (
        <button key={figure} type="button" className={classes.key} onClick={() => press(figure)}>
          {figure}
        </button>
      ))}
      {decimals && (
        <>
          <button type="button" className={classes.key} disabled={value === '' || value.includes('.')} onClick={() => press('.')}>
            .
          </button>
          <button type="button" className={classes.key} onClick={() => press('0')}>
            0
          </button>
          <button type="button" className={classes.key} disabled={value !== ''} onClick={() => press('-')}>
            −
          </button>
        </>
      )}
      <button
        type="button"
        className={classes.key}
        data-edge="erase"
        aria-label={words.deleteDigit}
        disabled={value === ''}
        onClick={() => onChange(value.slice(0, -1))}
      >
        <IconBackspace size={30} stroke={1.6} />
      </button>
      {!decimals && (
        <button type="button" className={classes.key} onClick={() => press('0')}>
          0
        </button>
      )}
      <button type="button" className={classes.key} data-look="primary" data-edge="enter" disabled={!canEnter} onClick={onEnter}>
        {words.enter}
      </button>
    </div>
  )
}
