import type { ReactNode } from 'react'
import classes from './Rows.module.css'

/** A few records in a panel, one below the other; where they may be many, they scroll. */
export const Rows = ({ label, scrolls = false, children }: { label?: string; scrolls?: boolean; children: ReactNode }) => (
  <ul className={classes.rows} aria-label={label} data-scrolls={scrolls || undefined}>
    {children}
  </ul>
)

/** One of them: what it is, what stands at its end, and what is told below in small letters. */
export const Row = ({ end, under, children }: { end?: ReactNode; under?: ReactNode; children: ReactNode }) => (
  <li className={classes.row}>
    {children}
    {end}
    {under !== undefined && <span className={classes.under}>{under}</span>}
  </li>
)
