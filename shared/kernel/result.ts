/** Plain data, as it crosses the contract. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Each kind maps to one HTTP status in the centre: 422, 404, 409, 403, 503. */
export type FailureKind = 'invalid' | 'notFound' | 'conflict' | 'forbidden' | 'unavailable'

/** An expected refusal: a stable code with exactly one text, its kind, and the facts that the text names. */
export interface Failure<Code extends string = string> {
  readonly code: Code
  readonly kind: FailureKind
  readonly [detail: string]: Json | undefined
}

export interface Ok<T> {
  readonly ok: true
  readonly value: T
}
export interface Err<E extends Failure = Failure> {
  readonly ok: false
  readonly error: E
}
export type Result<T, E extends Failure = Failure> = Ok<T> | Err<E>

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })
export const err = <E extends Failure>(error: E): Err<E> => ({ ok: false, error })
