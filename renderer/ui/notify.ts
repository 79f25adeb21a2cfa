import { notifications } from '@mantine/notifications'

const READ_MS = 4000

/** A short word in the corner that something is done. Refusals belong beside what was pressed; here only where there is no such place. */
export const notify = {
  done: (message: string) => notifications.show({ message, color: 'teal', autoClose: READ_MS, withBorder: true }),
  /** Stays until it is read or `hide` takes it back. */
  urgent: (id: string, message: string) => notifications.show({ id, message, color: 'orange', autoClose: false, withBorder: true }),
  hide: (id: string) => notifications.hide(id),
  failed: (message: string) => notifications.show({ message, color: 'red', autoClose: false, withBorder: true }),
}
