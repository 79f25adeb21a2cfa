/**
 * Whether a text is one well-formed element with nothing but comments and instructions around it, as far as a table depends on it:
 * tags close in order and no document type is declared (entities are how XML explodes; no office program writes any).
 */
export function isWellFormed(xml: string): boolean {
  const open: string[] = []
  let roots = 0
  let at = 0
  for (;;) {
    const tag = xml.indexOf('<', at)
    if (
      open.length === 0 &&
      xml
        .slice(at, tag === -1 ? undefined : tag)
        .replace('\ufeff', '')
        .trim() !== ''
    )
      return false
    if (tag === -1) return open.length === 0 && roots === 1
    if (xml.startsWith('<!--', tag)) at = after(xml, '-->', tag)
    else if (xml.startsWith('<?', tag)) at = after(xml, '?>', tag)
    else if (xml.startsWith('<![CDATA[', tag) && open.length > 0) at = after(xml, ']]>', tag)
    else if (xml.startsWith('<!', tag)) return false
    else {
      const end = tagEnd(xml, tag)
      if (end === -1) return false
      if (xml[tag + 1] === '/') {
        if (open.pop() !== xml.slice(tag + 2, end).trim()) return false
      } else {
        if (open.length === 0 && ++roots > 1) return false
        if (xml[end - 1] !== '/') open.push(nameAt(xml, tag + 1))
      }
      at = end + 1
    }
    if (at === 0) return false
  }
}

/** Offset behind the next `mark`; 0 when there is none. */
const after = (xml: string, mark: string, from: number): number => {
  const found = xml.indexOf(mark, from)
  return found === -1 ? 0 : found + mark.length
}

/** Offset of the `>` that ends a tag: attributes may hold one. */
function tagEnd(xml: string, tag: number): number {
  const plain = xml.indexOf('>', tag)
  for (let i = tag; i !== -1 && i < xml.length; i++) {
    const c = xml.charCodeAt(i)
    if (c === 62) return i
    if (c === 34 || c === 39) {
      i = xml.indexOf(c === 34 ? '"' : "'", i + 1)
      if (i === -1) return -1
    }
  }
  return plain === -1 ? -1 : plain
}

function nameAt(xml: string, from: number): string {
  let to = from
  for (let c = xml.charCodeAt(to); to < xml.length && c > 32 && c !== 47 && c !== 62; c = xml.charCodeAt(to)) to++
  return xml.slice(from, to)
}
