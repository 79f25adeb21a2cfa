import { Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** What a person chooses; high contrast is dark with every tone at 7:1 or more. */
export const THEMES = ['dark', 'light', 'contrast'] as const
export type ThemeName = (typeof THEMES)[number]

const orange: MantineColorsTuple = ['#fff1e4', '#ffdfc4', '#ffc797', '#ffae69', '#ff9640', '#ff7f1f', '#f06a05', '#c75400', '#a84300', '#7d3200']
const graphite: MantineColorsTuple = ['#eceff1', '#d7dde1', '#b3bcc4', '#929da7', '#6d7984', '#4d5761', '#343b42', '#262b30', '#1e2226', '#171a1d']
const red: MantineColorsTuple = ['#fde6e4', '#fbc9c5', '#f7a49e', '#ff8f85', '#ee6359', '#d8382e', '#c0281f', '#a8201a', '#8a1914', '#5f110d']

/** Mantine's part of the look; colours come from tokens.css. Counter density: 34 px controls, 13 px text. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'orange',
  primaryShade: 5,
  colors: { orange, dark: graphite, gray: graphite, red },
  black: '#15191c',
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '6px', xl: '8px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '700',
    sizes: { h1: { fontSize: '20px', lineHeight: '1.25' }, h2: { fontSize: '16px', lineHeight: '1.3' }, h3: { fontSize: '14px', lineHeight: '1.35' } },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    // A hint below its field keeps fields beside each other in line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.6 }, transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.5 }, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'none' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 0 } } },
    // What opens by itself covers the field below and what is wrong with it: typing, a click or an arrow key opens the list.
    MultiSelect: { defaultProps: { openOnFocus: false } },
    Select: { defaultProps: { openOnFocus: false, checkIconPosition: 'right', maxDropdownHeight: 320 } },
  },
})

export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-anchor': 'var(--link)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--edge)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--faint)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-press)',
    '--mantine-primary-color-contrast': 'var(--accent-ink)',
    '--mantine-color-orange-filled': 'var(--accent)',
    '--mantine-color-orange-filled-hover': 'var(--accent-press)',
    '--mantine-color-orange-text': 'var(--link)',
    '--mantine-color-orange-light': 'var(--selected)',
    '--mantine-color-orange-light-hover': 'var(--hover)',
    '--mantine-color-orange-light-color': 'var(--link)',
    '--mantine-color-orange-outline': 'var(--link)',
    '--mantine-color-red-text': 'var(--bad)',
    '--mantine-color-red-light': 'var(--bad-bg)',
    '--mantine-color-red-light-color': 'var(--bad)',
    '--mantine-color-red-outline': 'var(--bad)',
  }
  return { variables: {}, light: ours, dark: ours }
}
