import { createContext, type ReactNode, useContext } from 'react'
import type { Failure } from '#shared/kernel/result.ts'

/** The words and formats that the parts in this folder need; the app gives them in the person's language. */
export interface UiWords {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly currency: string
  /** IANA zone of the shop. */
  readonly zone: string
  readonly save: string
  readonly saving: string
  readonly cancel: string
  readonly close: string
  readonly retry: string
  readonly loading: string
  readonly actions: string
  readonly clear: string
  readonly reason: string
  readonly reasonNeeded: string
  readonly optional: string
  readonly noRows: string
  readonly loadMore: string
  readonly failedTitle: string
  readonly notSaved: string
  readonly unsavedTitle: string
  readonly unsavedText: string
  readonly unsavedLeave: string
  readonly unsavedStay: string
  readonly notAMoneyAmount: string
  readonly deleteDigit: string
  readonly enter: string
  readonly nothingToChoose: string
  readonly showPassword: string
  readonly nextMonth: string
  readonly previousMonth: string
  readonly chooseMonth: string
  readonly forbiddenTitle: string
  failureText: (failure: Failure) => string
  sortBy: (column: string) => string
  rowsShown: (shown: number, total: number, totalIsCapped: boolean) => string
  money: (amountMinor: number) => string
  dateTime: (at: number) => string
  time: (at: number) => string
  date: (at: number) => string
  day: (on: string) => string
  number: (value: number) => string
  phone: (number: string) => string
}

const Context = createContext<UiWords | null>(null)

export function WordsProvider({ words, children }: { words: UiWords; children: ReactNode }) {
  return <Context value={words}>{children}</Context>
}

export function useWords(): UiWords {
  const words = useContext(Context)
  if (!words) throw new Error('WordsProvider is missing above this part')
  return words
}
