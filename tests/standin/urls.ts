/**
 * Chromium refuses schemes that it does not know before any interception, so `app://bayline/x` travels as
 * `https://bayline.app.standin.invalid/x`: a secure context with the same rules of origin. Nothing answers there but us: see startChromium.
 */
export const SUFFIX = '.standin.invalid'

export function toChromium(url: string, schemes: ReadonlySet<string>): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
  return scheme && schemes.has(scheme) ? `https://${host}.${scheme}${SUFFIX}${rest || '/'}` : url
}

export function fromChromium(url: string): string {
  const [, blob = '', host, scheme, rest] = /^(blob:)?https:\/\/(.*)\.([a-z0-9+-]+)\.standin\.invalid(.*)$/i.exec(url) ?? []
  return scheme ? `${blob}${scheme}://${host}${rest}` : url
}
