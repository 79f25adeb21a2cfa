import classes from './StateBadge.module.css'

/** What a state means to the eye. Each tone has a colour and a shape of its own; the word is always there. */
export type Tone = 'neutral' | 'info' | 'active' | 'waiting' | 'good' | 'bad' | 'off'

const SHAPES: Readonly<Record<Tone, string>> = {
  neutral: 'M5 1.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7Zm0 1.6a1.9 1.9 0 1 0 0 3.8a1.9 1.9 0 0 0 0-3.8Z',
  info: 'M5 .8 9.2 5 5 9.2.8 5Z',
  active: 'M2 1l7 4-7 4Z',
  waiting: 'M2 1h2.2v8H2ZM5.8 1H8v8H5.8Z',
  good: 'M1.2 5.2 3.9 7.9 8.9 2.6l-1.1-1L3.9 5.6 2.3 4.1Z',
  bad: 'M5 .6 9.8 9.2H.2Zm-.7 3.2.2 2.7h1l.2-2.7Zm0 3.4v1.1h1.4V7.2Z',
  off: 'M1.8.8 5 4 8.2.8l1 1L6 5l3.2 3.2-1 1L5 6 1.8 9.2l-1-1L4 5 .8 1.8Z',
}

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
    <span className={classes.badge} data-tone={tone} data-look={look} data-size={size}>
      <StateShape tone={tone} />
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

/** The shape alone, where the word is said elsewhere. */
export const StateShape = ({ tone }: { tone: Tone }) => (
  <svg viewBox="0 0 10 10" aria-hidden="true" className={classes.shape} data-tone={tone}>
    <path d={SHAPES[tone]} fillRule="evenodd" />
  </svg>
)
