export const LINK_SCHEME = 'bayline'
const LONGEST = 512

/**
 * The page that a link like `bayline://open/customers/0191...` names, or undefined. Only letters, digits, dash and slash: whoever
 * made the link cannot say more than where to look. Nothing happens before the person agrees in the window.
 */
export function pathOfLink(link: unknown): string | undefined {
  if (typeof link !== 'string' || link.length > LONGEST) return undefined
  return new RegExp(`^${LINK_SCHEME}://open((?:/[A-Za-z0-9-]+)+)/?$`).exec(link)?.[1]
}

/** The link among a program's arguments, found by its beginning: their order and number differ by system, and a second start mixes them. */
export const linkIn = (args: readonly string[]): string | undefined => args.find((arg) => arg.startsWith(`${LINK_SCHEME}://`))
