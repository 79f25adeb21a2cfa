import { contextBridge, ipcRenderer } from 'electron'
import type { BaylineBridge, ShellEvent } from '#shared/contract/shell.ts'
import { CHANNELS, KIOSK_ARGUMENT } from './channels.ts'

/** The whole of what the page gets: named calls over fixed channels, and only values in the callbacks, never an event. */
const listen = <T>(channel: string) => {
  const listeners = new Set<(value: T) => void>()
  const early: T[] = []
  ipcRenderer.on(channel, (_event, value: T) => {
    if (listeners.size === 0 && early.length < 100) early.push(value)
    for (const listener of listeners) listener(value)
  })
  return (listener: (value: T) => void) => {
    listeners.add(listener)
    for (const value of early.splice(0)) listener(value)
    return () => {
      listeners.delete(listener)
    }
  }
}

const bridge: BaylineBridge = {
  kind: 'electron',
  kiosk: process.argv.includes(KIOSK_ARGUMENT),
  call: (text) => ipcRenderer.invoke(CHANNELS.call, text),
  onNotice: listen<string>(CHANNELS.notice),
  onShell: listen<ShellEvent>(CHANNELS.shell),
  leaveKiosk: (token) => ipcRenderer.invoke(CHANNELS.leaveKiosk, token),
  saveFile: (fileName, base64) => ipcRenderer.invoke(CHANNELS.saveFile, fileName, base64),
  printPdf: (fileName, base64) => ipcRenderer.invoke(CHANNELS.printPdf, fileName, base64),
}
contextBridge.exposeInMainWorld('bayline', bridge)
