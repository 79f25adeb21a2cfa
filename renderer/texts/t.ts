import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import { LANGUAGES, type Language } from '#shared/modules/workspace/model.ts'
import { en } from './en.ts'
import { formatters } from './format.ts'

type Tree = { readonly [key: string]: string | Tree }
/** Full keys of all lines: `users.title`. Plural forms count as one key. */
type Paths<T> = { [K in keyof T & string]: T[K] extends string ? Base<K> : `${K}.${Paths<T[K]>}` }[keyof T & string]
type Base<K extends string> = K extends `${infer B}_${'one' | 'other'}` ? B : K
type LineAt<T, P extends string> = P extends keyof T
  ? T[P]
  : P extends `${infer K}.${infer Rest}`
    ? K extends keyof T
      ? LineAt<T[K], Rest>
      : T[`${P}_other` & keyof T]
    : T[`${P}_other` & keyof T]
type NamesIn<Line> = Line extends `${string}{{${infer Name}}}${infer Rest}` ? (Name extends `${infer Bare},${string}` ? Bare : Name) | NamesIn<Rest> : never

export type TextKey = Paths<typeof en>
type Values<K extends TextKey> = { [N in NamesIn<LineAt<typeof en, K>>]: string | number }
type Arguments<K extends TextKey> = [NamesIn<LineAt<typeof en, K>>] extends [never] ? [] : [values: Values<K>]
/** `t('users.title')`, `t('list.total', { count: 12 })`: key and values are checked against the English lines. */
export type Translate = <K extends TextKey>(key: K, ...values: Arguments<K>) => string

/** Lines by their full keys. One object takes them all in: thousands of small ones would hold up the first page. */
function flat(tree: Tree, prefix = '', into: Record<string, string> = {}): Record<string, string> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') into[prefix + key] = value
    else flat(value, `${prefix}${key}.`, into)
  }
  return into
}

const KEY = 'bayline.language'
const isLanguage = (text: string | null): text is Language => LANGUAGES.some((known) => known === text)
const kept = localStorage.getItem(KEY)

const OTHER_WAY: Readonly<Record<Language, RegExp>> = { en: /[\u0590-\u08ff\ufb1d-\ufefc]/, ar: /[A-Za-z\u00c0-\u024f]/ }
/** A name inside a line may read the other way: isolated, it does not tear apart the words and figures beside it. */
function isolated(value: string): string {
  return OTHER_WAY[language()].test(value) ? `\u2068${value}\u2069` : value
}

const i18n = i18next.createInstance()
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escape: isolated }, // against markup React escapes
  resources: { en: { translation: flat(en) } },
})
for (const [name, format] of Object.entries(formatters)) i18n.services.formatter?.add(name, (value, language) => format(value, language ?? 'en'))

/** Lines without values in the present language: a page asks for hundreds of them each time it is drawn. */
const plain = new Map<string, string>()
i18n.on('languageChanged', () => plain.clear())

export const t: Translate = (key, ...[values]) => {
  const known = values ? undefined : plain.get(key)
  if (known !== undefined) return known
  const line = i18n.t(key as string, { ...(values as Record<string, unknown> | undefined) }) // i18next's own types know no keys of ours
  if (!values) plain.set(key, line)
  return line
}
/** For keys made at run time, such as a state's or a command's; answers the fallback when there is no such line. */
export const lookUp = (key: string, fallback: string, values: Record<string, unknown> = {}): string => (i18n.exists(key) ? i18n.t(key, values) : fallback)

export const language = (): Language => (i18n.language === 'ar' ? 'ar' : 'en')
export function setLanguage(next: Language): void {
  localStorage.setItem(KEY, next)
  void show(next)
}
/** The Arabic lines come when they are asked for: no other window waits for them. */
async function show(next: Language): Promise<void> {
  if (next === 'ar' && !i18n.hasResourceBundle('ar', 'translation')) i18n.addResourceBundle('ar', 'translation', flat((await import('./ar.ts')).ar))
  if (localStorage.getItem(KEY) === next) await i18n.changeLanguage(next) // another may have been chosen meanwhile
}
/** Resolves when the lines of this device's language are here: nothing is drawn before. English stands in for lines that cannot be read. */
export const textsReady: Promise<void> = isLanguage(kept) ? show(kept).catch(() => undefined) : Promise.resolve()
/** True when this device has chosen a language; until then the shop's own is used. */
export const hasChosenLanguage = (): boolean => isLanguage(localStorage.getItem(KEY))

const onLanguage = (listener: () => void) => {
  i18n.on('languageChanged', listener)
  return () => i18n.off('languageChanged', listener)
}
export const useLanguage = (): Language => useSyncExternalStore(onLanguage, language)
/** The translator; the component is drawn anew when the language changes. */
export function useT(): Translate {
  useLanguage()
  return t
}

export const directionOf = (of: Language): 'ltr' | 'rtl' => (of === 'ar' ? 'rtl' : 'ltr')
