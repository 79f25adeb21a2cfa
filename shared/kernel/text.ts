import { z } from 'zod'

/** A line a person types: trimmed, no control characters, NFC, so that equal-looking names are equal. */
export const line = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(max))
/** A required line. */
export const filled = (max: number) => line(max).pipe(z.string().min(1, 'required').max(max))
/** Several lines: keeps line breaks and tabs. */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, '')
        .trim(),
    )
    .pipe(z.string().max(max))

/** Digits of a phone or number, in any script's figures. */
export const digitsOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '')

/** A plate, VIN or part number without what people put between: upper case letters (Å, Ä, Ö kept) and digits. */
export const plainCode = (text: string): string =>
  text
    .normalize('NFC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
