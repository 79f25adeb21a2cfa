import { DirectionProvider, MantineProvider, mergeThemeOverrides, useDirection } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo } from 'react'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import { queries } from '../data/cache.ts'
import { useQuery } from '../data/queries.ts'
import { useShop } from '../data/shop.ts'
import { useWindow } from '../data/window.ts'
import { failureText } from '../texts/failure.ts'
import { formatDate, formatDateTime, formatDay, formatMoneyOf, formatNumber, formatTime, setShopFormats } from '../texts/format.ts'
import { directionOf, useLanguage, useT } from '../texts/t.ts'
import { cssVariables, theme } from '../ui/theme.ts'
import { type UiWords, WordsProvider } from '../ui/words.tsx'

/** Everything that the screens stand in: cache, look, language, direction, words. */
export function Providers({ children }: { children: ReactNode }) {
  const { theme: name } = useWindow()
  const language = useLanguage()
  const direction = directionOf(language)
  const t = useT()
  const [close, clear] = [t('common.close'), t('common.clear')]
  const named = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: {
          // Every way out of a dialog, drawer or notice has its name.
          CloseButton: { defaultProps: { 'aria-label': close } },
          // By keyboard a field is emptied in the field: this is no stop on the way to the next.
          InputClearButton: { defaultProps: { 'aria-label': clear, tabIndex: -1 } },
        },
      }),
    [close, clear],
  )
  useEffect(() => {
    document.documentElement.dataset['theme'] = name
  }, [name])
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = direction
  }, [language, direction])

  return (
    <QueryClientProvider client={queries}>
      <DirectionProvider initialDirection={direction} detectDirection={false}>
        <FollowDirection direction={direction} />
        <MantineProvider theme={named} cssVariablesResolver={cssVariables} forceColorScheme={name === 'light' ? 'light' : 'dark'}>
          <DatesProvider settings={{ locale: language, firstDayOfWeek: language === 'ar' ? 6 : 1, weekendDays: language === 'ar' ? [5, 6] : [0, 6] }}>
            <Words>{children}</Words>
            {/* Over the sidebar: never over what a person is about to press. The library knows no logical sides. */}
            <Notifications position={direction === 'rtl' ? 'bottom-right' : 'bottom-left'} containerWidth={228} limit={4} zIndex={400} />
          </DatesProvider>
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  )
}

/** Mantine keeps its own copy of the direction. */
function FollowDirection({ direction }: { direction: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection()
  useEffect(() => setDirection(direction), [direction, setDirection])
  return null
}

function Words({ children }: { children: ReactNode }) {
  const t = useT()
  const language = useLanguage()
  const { company } = useShop()
  const { data: welcome } = useQuery('workspace.welcome', {})
  const zone = company?.zone ?? welcome?.zone ?? 'UTC'
  const currency = company?.currency ?? 'EUR'
  const country = company?.country ?? ''
  const words = useMemo<UiWords>(() => {
    setShopFormats({ zone, currency })
    return {
      language,
      direction: directionOf(language),
      zone,
      currency,
      save: t('common.save'),
      saving: t('common.saving'),
      cancel: t('common.cancel'),
      close: t('common.close'),
      retry: t('common.retry'),
      loading: t('common.loading'),
      actions: t('common.actions'),
      clear: t('common.clear'),
      reason: t('common.reason'),
      optional: t('common.optional'),
      reasonNeeded: t('parts.reasonNeeded'),
      noRows: t('parts.noRows'),
      loadMore: t('parts.loadMore'),
      failedTitle: t('parts.failedTitle'),
      notSaved: t('parts.notSaved'),
      unsavedTitle: t('parts.unsavedTitle'),
      unsavedText: t('parts.unsavedText'),
      unsavedLeave: t('parts.unsavedLeave'),
      unsavedStay: t('parts.unsavedStay'),
      notAMoneyAmount: t('parts.notAMoneyAmount'),
      deleteDigit: t('parts.deleteDigit'),
      enter: t('parts.enter'),
      nothingToChoose: t('parts.nothingToChoose'),
      showPassword: t('parts.showPassword'),
      nextMonth: t('parts.nextMonth'),
      previousMonth: t('parts.previousMonth'),
      chooseMonth: t('parts.chooseMonth'),
      forbiddenTitle: t('crash.forbiddenTitle'),
      failureText,
      sortBy: (column) => t('parts.sortBy', { column }),
      rowsShown: (shown, total, isCapped) =>
        isCapped ? t('parts.rowsOfMany', { shown, total }) : shown < total ? t('parts.rowsOf', { shown, total }) : t('parts.rowsShown', { count: shown }),
      money: (minor) => formatMoneyOf(minor, language),
      dateTime: (at) => formatDateTime(at, language),
      time: (at) => formatTime(at, language),
      date: (at) => formatDate(at, language),
      day: (on) => formatDay(on, language),
      number: (value) => formatNumber(value, language),
      phone: (number) => formatPhone(number, country),
    }
  }, [t, language, zone, currency, country])
  return <WordsProvider words={words}>{children}</WordsProvider>
}
