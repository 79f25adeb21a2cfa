import { Drawer as MantineDrawer, type DrawerProps, Modal as MantineModal, type ModalProps } from '@mantine/core'
import { useEffect, useRef } from 'react'

/** Mantine's dialogs, which give the focus back also where they are taken off the screen with what opened them still there. */
export const Modal = ({ children, ...props }: ModalProps) => (
  <MantineModal {...props}>
    <FocusBack />
    {children}
  </MantineModal>
)
export const Drawer = ({ children, ...props }: DrawerProps) => (
  <MantineDrawer {...props}>
    <FocusBack />
    {children}
  </MantineDrawer>
)

/**
 * Where the focus was when this came on the screen has it again when it goes, unless something else took it meanwhile: Mantine gives the focus
 * back only from dialogs that stay mounted while they are closed.
 */
function FocusBack() {
  const before = useRef(document.activeElement)
  useEffect(
    () => () => {
      const { current } = before
      // After the dialog has gone with what had the focus in it.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && current instanceof HTMLElement && current.isConnected) current.focus({ preventScroll: true })
      })
    },
    [],
  )
  return null
}
