import { createHash, randomBytes, randomInt } from 'node:crypto'
import { CODE_CHARS, codeOf, plainInvitation } from '#shared/modules/sync/rules.ts'

/** 256 random bits in base64url: what a device proves itself with. */
export const newKey = (): string => randomBytes(32).toString('base64url')
/** What is kept of a key. A fast hash is enough for 256 random bits. */
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(Buffer.from(key, 'base64url')).digest()

/** A code as a person types it. */
export const newCode = (): string => codeOf(randomBytes(CODE_CHARS))
export const hashOfCode = (typed: string): string => createHash('sha256').update(plainInvitation(typed)).digest('hex')

/** Six digits that both screens show before a person approves. */
export const newCheck = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** The key of a request's Authorization header. */
export const keyIn = (authorization: string | undefined): string | undefined => /^Bearer ([\w-]{43})$/i.exec(authorization ?? '')?.[1]
