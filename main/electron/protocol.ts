import type { CustomScheme, Protocol } from 'electron'
import { type rendererFiles, SECURITY_HEADERS } from '../platform/renderer-files.ts'
import { HOST, isOurs, SCHEME } from './origin.ts'
import { RECOVERY_PAGE, RECOVERY_PATH } from './texts.ts'

export const SCHEMES: CustomScheme[] = [{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]

/** Serves the built renderer under app://bayline by looking paths up in a map: no path is ever joined to a folder. */
export function serveRenderer(protocol: Pick<Protocol, 'handle'>, files: ReturnType<typeof rendererFiles>): void {
  protocol.handle(SCHEME, (request) => {
    const answer = (status: number, body: Buffer | string, headers: Readonly<Record<string, string>> = { 'content-type': 'text/plain; charset=utf-8' }) =>
      new Response(request.method === 'HEAD' ? null : new Uint8Array(Buffer.from(body)), { status, headers: { ...SECURITY_HEADERS, ...headers } })
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'Only GET.')
    if (!isOurs(request.url)) return answer(404, `Only ${HOST} is served here.`)
    const { pathname } = new URL(request.url)
    if (pathname === RECOVERY_PATH) return answer(200, RECOVERY_PAGE, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    const file = files.find(pathname)
    return file ? answer(200, file.body(), file.headers) : answer(404, 'There is no such page.')
  })
}
