/** Postgres cannot be reached, is stopping, or has no room or time for us now: nothing is known to be wrong with what was asked. Ask again later. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
}

/** A start that cannot go on; `message` is one line for the person at the machine and says what to do. */
export class StartRefused extends Error {
  override name = 'StartRefused'
}

/** SQLSTATE of an error of the server, or the system's code of a broken connection; '' of anything else. */
export const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** What two transactions did to each other; the same again may pass. */
export const isSerialization = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error))

/**
 * Trouble of the server or the way to it, by SQLSTATE class: 08 connection, 53 no room (disk, memory, connections), 57 stopped or
 * out of time, 58 the system; 25006 a standby after a failover; 55P03 a lock that did not come.
 */
const PASSING = /^(?:08|53|57|58)...$|^(?:25006|55P03)$|^E(?:CONN|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN|HOST|NET)/
/** The client's own words where it gives no code. */
const BROKEN = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/
export const isUnavailable = (error: unknown): boolean =>
  PASSING.test(codeOf(error)) || (error instanceof Error && BROKEN.test(error.message)) || (error instanceof AggregateError && error.errors.some(isUnavailable))
/** The connection has ended, by the server's word or without one; what fell silent is not cut. */
export const isCut = (error: unknown): boolean =>
  /^(?:08...|57P0[1-3]|ECONNRESET|EPIPE)$/.test(codeOf(error)) ||
  (error instanceof Error && /^(?:Connection terminated|Client has encountered)/.test(error.message))
