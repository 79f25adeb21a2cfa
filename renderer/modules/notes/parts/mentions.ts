export interface Colleague {
  readonly id: string
  readonly name: string
}

/** The name that is being typed behind the last `@` before the caret, lower case; null when none is. */
export const askedName = (before: string): string | null => /(?:^|\s)@([^\s@][^@\n]{0,40}|)$/.exec(before)?.[1]?.toLowerCase() ?? null

/** Colleagues whose name, or a word of it, begins so. */
export const suggested = <C extends Colleague>(people: readonly C[], asked: string): C[] =>
  people
    .filter(
      ({ name }) =>
        name.toLowerCase().startsWith(asked) ||
        name
          .toLowerCase()
          .split(/\s+/)
          .some((word) => word.startsWith(asked)),
    )
    .slice(0, 6)

/** The text with the name put in place of what was typed of it; `caret` stands behind it. */
export function withName(text: string, caret: number, name: string): { text: string; caret: number } {
  const start = text.lastIndexOf('@', caret - 1)
  const put = `@${name} `
  return { text: text.slice(0, start) + put + text.slice(caret), caret: start + put.length }
}

/** Those whose `@Name` stands in the text. */
export const namedIn = <C extends Colleague>(text: string, people: readonly C[]): C[] => people.filter(({ name }) => text.includes(`@${name}`))

/** The text in pieces, names apart; the longest name wins where one begins another. */
export function pieces(text: string, names: readonly string[]): { text: string; isName: boolean }[] {
  if (names.length === 0) return [{ text, isName: false }]
  const escaped = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return text
    .split(new RegExp(`(@(?:${escaped.join('|')}))`, 'u'))
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, isName: piece.startsWith('@') && names.includes(piece.slice(1)) }))
}
