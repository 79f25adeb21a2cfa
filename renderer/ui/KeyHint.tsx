import classes from './KeyHint.module.css'

const isMac = /Mac/.test(navigator.platform)
const NAMES: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: 'Enter',
  Escape: 'Esc',
  Home: 'Home',
  End: 'End',
}

/** A shortcut as it is written on buttons and the sheet: `mod+k`, `g c`. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={classes.keys} dir="ltr" aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key} className={classes.key}>
          {key
            .split('+')
            .map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part))
            .join('+')}
        </kbd>
      ))}
    </span>
  )
}
