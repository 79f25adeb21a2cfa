/** Numbers that look drawn by lot and are the same for the same seed: a 32-bit mix of a counter (splitmix, after Steele, Lea and Flood 2014). */
export interface Chance {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
}

export function chanceOf(seed: number): Chance {
  let counter = seed | 0
  return {
    below(limit) {
      counter = (counter + 0x9e3779b9) | 0
      let mixed = counter ^ (counter >>> 16)
      mixed = Math.imul(mixed, 0x21f0aaad)
      mixed ^= mixed >>> 15
      mixed = Math.imul(mixed, 0x735a2d97)
      mixed ^= mixed >>> 15
      return Math.floor(((mixed >>> 0) / 4294967296) * limit)
    },
  }
}
