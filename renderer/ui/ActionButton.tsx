import { Button, Tooltip } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { KeyHint } from './KeyHint.tsx'
import { useShortcut } from './shortcuts.tsx'

interface ActionButtonProps {
  label: string
  onClick: () => void
  /** `primary` is the one thing to do next on a screen; `danger` takes something away. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  icon?: ReactNode
  /** Written on the button: `F2`, `mod+s`. */
  shortcut?: string
  shortcutGroup?: string
  /** A shortcut that something else answers: only written on the button. */
  hint?: string
  /** A button that cannot be pressed says why. */
  disabledReason?: string | null | undefined
  busy?: boolean
  size?: 'sm' | 'xs'
  fullWidth?: boolean
}

/** The button of the program: its shortcut is on it and works; when disabled it tells its reason. */
export function ActionButton({
  label,
  onClick,
  look = 'plain',
  icon,
  shortcut,
  shortcutGroup = '',
  hint,
  disabledReason,
  busy = false,
  size = 'sm',
  fullWidth = false,
}: ActionButtonProps) {
  const isDisabled = disabledReason !== undefined && disabledReason !== null
  const at = useRef<HTMLButtonElement>(null)
  useShortcut(shortcut !== undefined && !isDisabled && !busy ? { keys: shortcut, label, group: shortcutGroup, run: onClick, at } : undefined)
  const button = (
    <Button
      ref={at}
      variant={look === 'primary' ? 'filled' : look === 'quiet' ? 'subtle' : 'default'}
      {...(look === 'danger' && { 'data-danger': true })}
      {...(isDisabled && { 'data-disabled': true })}
      aria-disabled={isDisabled}
      leftSection={icon}
      rightSection={(shortcut ?? hint) && <KeyHint keys={shortcut ?? hint ?? ''} />}
      loading={busy}
      size={size}
      fullWidth={fullWidth}
      onClick={(event) => {
        if (isDisabled) event.preventDefault()
        else onClick()
      }}
    >
      {label}
    </Button>
  )
  return isDisabled ? (
    <Tooltip label={disabledReason} events={{ hover: true, focus: true, touch: true }}>
      {button}
    </Tooltip>
  ) : (
    button
  )
}
