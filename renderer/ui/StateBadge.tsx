import classes from './StateBadge.module.css'

/** What a state means to the eye. Each tone has a colour and a shape of its own; the word is always there. */
export type Tone = 'neutral' | 'info' | 'active' | 'waiting' | 'good' | 'bad' | 'off'

/** Puts a tone's shape before the word of an element with that `data-tone`, where a whole badge is too much: a grid has hundreds. */
export const shaped = classes.shaped

interface StateBadgeProps {
  tone: Tone
  label: string
  /** Stands for the word where a container is narrow; the whole word is said by what holds the badge. */
  short?: string
  /** `plain` has no box, for table cells full of states. */
  look?: 'box' | 'plain'
  size?: 'sm' | 'lg'
}

/** A state as colour, shape and word together. */
export function StateBadge({ tone, label, short, look = 'box', size = 'sm' }: StateBadgeProps) {
  return (
    <span className={`${classes.badge} ${shaped}`} data-tone={tone} data-look={look} data-size={size}>
      <span className={classes.label} data-whole={short !== undefined || undefined}>
        {label}
      </span>
      {short !== undefined && (
        <span className={classes.short} aria-hidden="true">
          {short}
        </span>
      )}
    </span>
  )
}
