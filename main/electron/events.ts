import type { App } from 'electron'
import type { ShellEvent } from '#shared/contract/shell.ts'
import { linkIn, pathOfLink } from './deeplink.ts'

export interface Events {
  tell(event: ShellEvent): void
  /** Hands over what was kept, and from then on every event as it comes. */
  deliver(to: (event: ShellEvent) => void): void
}

/** What the shell has to tell its page, kept until there is one. Listens for links from the first moment, as macOS sends them before ready. */
export function createEvents(app: Pick<App, 'on'>, argv: readonly string[]): Events {
  const kept: ShellEvent[] = []
  let deliver = (event: ShellEvent): void => void kept.push(event)
  const follow = (link: unknown) => {
    const path = pathOfLink(link)
    if (path) deliver({ kind: 'open', path })
  }
  follow(linkIn(argv))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow(url)
  })
  app.on('second-instance', (_event, args, _folder, sent) => {
    const { link } = (sent ?? {}) as { link?: unknown } // what another start of this program sent, checked by pathOfLink
    follow(link ?? linkIn(args))
  })
  return {
    tell: (event) => deliver(event),
    deliver: (to) => {
      deliver = to
      for (const event of kept.splice(0)) to(event)
    },
  }
}
