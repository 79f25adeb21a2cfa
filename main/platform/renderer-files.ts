import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** The same headers on every answer of both shells. Mantine writes style tags and attributes, so styles may be inline; scripts never. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.webmanifest': 'application/manifest+json',
}

export interface RendererFile {
  body(): Buffer
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The built renderer as a map from path to file, made once: a request is looked up, never joined to a folder, so no path can
 * lead out of it. Paths without an ending are the app's own routes and get its page.
 */
export function rendererFiles(dir: string): { find(pathname: string): RendererFile | undefined } {
  const map = new Map<string, RendererFile>()
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const path = `/${relative(dir, full).split(sep).join('/')}`
    const immutable = path.startsWith('/assets/')
    map.set(path, {
      body: () => readFileSync(full),
      headers: {
        'content-type': TYPES[extname(entry.name)] ?? 'application/octet-stream',
        'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'no-store',
      },
    })
  }
  const page = map.get('/index.html')
  if (!page) throw new Error(`${dir} holds no index.html: build the renderer first (npm run build)`)
  return { find: (pathname) => map.get(pathname) ?? (/^\/[\w/-]*$/.test(pathname) ? page : undefined) }
}
