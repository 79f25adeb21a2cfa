/** Fills `{name}` places. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** Intl writes marks of direction and narrow spaces that fonts of print lack; the sheet sets directions itself. */
export const plain = (text: string): string => text.replace(/[\u061c\u200e\u200f]/g, '').replaceAll('\u202f', '\u00a0')

/** The lines that are not empty. */
export const lines = (...parts: string[]): string[] =>
  parts
    .flatMap((part) => part.split('\n'))
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The head of the shop's paper; its own words for the tax number. */
export function sellerLines(
  seller: {
    readonly name: string
    readonly address: string
    readonly phone: string
    readonly email: string
    readonly taxId: string
    readonly locationName: string
    readonly locationAddress: string
    readonly locationPhone: string
  },
  taxIdWord: string,
): { name: string; lines: string[]; imprint: string } {
  const taxId = seller.taxId && `${taxIdWord}: ${seller.taxId}`
  return {
    name: seller.name,
    lines: [
      ...lines(seller.locationName === seller.name ? '' : seller.locationName, seller.locationAddress || seller.address),
      ...lines([seller.locationPhone || seller.phone, seller.email].filter((part) => part !== '').join(' · '), taxId),
    ],
    imprint: [seller.name, taxId].filter((part) => part !== '').join(' · '),
  }
}
