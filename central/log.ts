/** Structured log: one JSON object per line. Never holds bodies, keys or passwords. The same shape as the core's. */
export interface Log {
  debug(event: string, facts?: Facts): void
  info(event: string, facts?: Facts): void
  warn(event: string, facts?: Facts): void
  error(event: string, facts?: Facts): void
}
export type Facts = Readonly<Record<string, unknown>>
type Level = keyof Log

const ORDER: readonly Level[] = ['debug', 'info', 'warn', 'error']

/** Plain form of a thrown value. */
export const factsOf = (error: unknown): Facts =>
  error instanceof Error ? { error: error.message, name: error.name, stack: error.stack } : { error: String(error) }

/** A log over any sink of lines; `level` and above are kept. */
export function createLog(level: Level, sink: (line: string) => void, now: () => number = Date.now): Log {
  const at =
    (name: Level) =>
    (event: string, facts: Facts = {}) => {
      if (ORDER.indexOf(name) >= ORDER.indexOf(level)) sink(JSON.stringify({ at: new Date(now()).toISOString(), level: name, event, ...facts }))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
