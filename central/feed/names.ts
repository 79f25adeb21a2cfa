/* Names as SQL writes them: unquoted ones fold to lower case, quoted ones stand as they are. */

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export type Named<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }
const wrong = (message: string) => ({ ok: false, message }) as const

/** Cuts at delimiters outside quotes. */
function cut(text: string, delimiter: string): string[] {
  const parts = ['']
  let inside = false
  for (const letter of text) {
    if (letter === '"') inside = !inside
    if (letter === delimiter && !inside) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}

function nameOf(text: string): Named<string> {
  if (text === '' || text === '""') return wrong('Invalid zero-length delimited identifier')
  const inner = /^"((?:[^"]|"")*)"$/s.exec(text)?.[1]
  if (inner !== undefined) return { ok: true, value: inner.replaceAll('""', '"') }
  if (text.includes('"')) return wrong(`Invalid identifier: ${text}`)
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text)
    ? { ok: true, value: text.toLowerCase() }
    : wrong(`Invalid unquoted identifier contains special characters: ${text}`)
}

/** `table` or `schema.table`. */
export function parseTable(text: string): Named<{ readonly schema: string; readonly table: string }> {
  const parts = cut(text, '.')
  if (parts.length > 2) return wrong(`Invalid relation identifier, too many delimiters: ${text}`)
  const [first, second] = parts.map(nameOf)
  if (!first?.ok) return first ?? wrong("can't be blank")
  if (second && !second.ok) return second
  return { ok: true, value: second ? { schema: first.value, table: second.value } : { schema: 'public', table: first.value } }
}

export function parseColumns(text: string): Named<readonly string[]> {
  const names: string[] = []
  for (const part of cut(text, ',')) {
    const name = nameOf(part)
    if (!name.ok) return name
    names.push(name.value)
  }
  return { ok: true, value: [...new Set(names)].sort() }
}
