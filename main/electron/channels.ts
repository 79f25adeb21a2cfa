/** Names of the messages between preload and main; the preload offers them as named calls only. */
export const CHANNELS = {
  call: 'bayline:call',
  leaveKiosk: 'bayline:leave-kiosk',
  saveFile: 'bayline:save-file',
  printPdf: 'bayline:print-pdf',
  notice: 'bayline:notice',
  shell: 'bayline:shell',
} as const

/** Told to the preload among its arguments, as it cannot ask before the page runs. */
export const KIOSK_ARGUMENT = '--bayline-kiosk'
