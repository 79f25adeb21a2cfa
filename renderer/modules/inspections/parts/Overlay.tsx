import type { ReactNode } from 'react'
import classes from './photos.module.css'

/** Over the whole screen; Escape leaves it. Mount it when it opens. */
export const Overlay = ({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) => (
  <dialog
    ref={(dialog) => {
      if (dialog && !dialog.open) dialog.showModal()
    }}
    className={classes.overlay}
    aria-label={label}
    onCancel={(event) => {
      event.preventDefault()
      onClose()
    }}
  >
    {children}
  </dialog>
)
