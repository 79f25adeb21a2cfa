/**
 * What a page has of the program around it. Electron's preload gives it as `window.bayline`; in a browser the renderer makes
 * the same thing over a WebSocket (kind 'browser': files as downloads, printing by the browser, `leaveKiosk` by asking the
 * core's `auth.leaveKiosk` alone).
 */
export interface BaylineBridge {
  readonly kind: 'electron' | 'browser'
  /** The window is a locked kiosk: full screen, no files, no way out but `leaveKiosk`. */
  readonly kiosk: boolean
  /** One call envelope as JSON text; the answer envelope as JSON text. */
  call(text: string): Promise<string>
  /** Change notices of the core as JSON text. Returns the way to stop listening. */
  onNotice(listener: (text: string) => void): () => void
  /** What happens to the machine or the program; events that came before the first listener are kept for it. Returns the way to stop listening. */
  onShell(listener: (event: ShellEvent) => void): () => void
  /** Asks the core whether this session may leave the kiosk (permission `kiosk.leave`); true means that the program ends now. */
  leaveKiosk(token: string): Promise<boolean>
  /** Asks the person where to keep a document, table, text or picture (by its ending) and writes it; false when the person thought better of it, or on a kiosk. Rejects when it cannot be written. */
  saveFile(fileName: string, base64: string): Promise<boolean>
  /** Gives a PDF to the system's PDF program, which prints it; false when there is none, or on a kiosk. */
  printPdf(fileName: string, base64: string): Promise<boolean>
}

/**
 * `suspended` and `resumed`: the machine slept, every clock on the screen is old. `restarted`: the core stopped and the program
 * started itself again. `open`: a `bayline:` link was followed; the page asks before it acts on it.
 */
export type ShellEvent =
  | { readonly kind: 'suspended' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'open'; readonly path: string }
