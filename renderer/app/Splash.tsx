import type { ReactNode } from 'react'
import { Mark } from './Mark.tsx'
import classes from './Splash.module.css'

/** What stands on the screen for the moment before the core has answered. */
export const Splash = ({ children }: { children?: ReactNode }) => (
  <div className={classes.splash}>
    <span className={classes.mark}>
      <Mark size={44} />
    </span>
    {children}
  </div>
)
