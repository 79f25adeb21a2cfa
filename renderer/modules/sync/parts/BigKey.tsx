import { Tooltip } from '@mantine/core'
import classes from './sync.module.css'

/** A key that decides something: large, and with its reason where it cannot be pressed. */
export function BigKey({
  label,
  onPress,
  disabledReason,
  busy = false,
}: {
  label: string
  onPress: () => void
  disabledReason?: string | null
  busy?: boolean
}) {
  const isDisabled = busy || (disabledReason !== undefined && disabledReason !== null)
  const key = (
    <button type="button" className={classes.big} aria-disabled={isDisabled} onClick={() => !isDisabled && onPress()}>
      {label}
    </button>
  )
  return disabledReason ? (
    <Tooltip label={disabledReason} events={{ hover: true, focus: true, touch: true }} multiline w={280}>
      {key}
    </Tooltip>
  ) : (
    key
  )
}
