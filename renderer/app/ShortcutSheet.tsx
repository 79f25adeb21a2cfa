import { useT } from '../texts/t.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Modal } from '../ui/dialogs.tsx'
import { useShortcuts } from '../ui/shortcuts.tsx'
import classes from './ShortcutSheet.module.css'

/** Every shortcut that works on the screen now, by place. */
export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useT()
  const shortcuts = useShortcuts()
  const always = [
    { keys: 'ArrowDown', label: t('shortcut.rowDown'), group: t('shortcutGroup.table') },
    { keys: 'ArrowUp', label: t('shortcut.rowUp'), group: t('shortcutGroup.table') },
    { keys: 'Enter', label: t('shortcut.rowOpen'), group: t('shortcutGroup.table') },
    { keys: 'Home', label: t('shortcut.firstRow'), group: t('shortcutGroup.table') },
    { keys: 'End', label: t('shortcut.lastRow'), group: t('shortcutGroup.table') },
    { keys: 'mod+s', label: t('shortcut.save'), group: t('shortcutGroup.form') },
    { keys: 'Escape', label: t('shortcut.close'), group: t('shortcutGroup.form') },
  ]
  const all = [...shortcuts.map((shortcut) => ({ ...shortcut, group: shortcut.group === '' ? t('shortcutGroup.page') : shortcut.group })), ...always]
  const groups = [...new Set([t('shortcutGroup.page'), ...all.map(({ group }) => group)])].filter((group) => all.some((one) => one.group === group))
  return (
    <Modal opened={opened} onClose={onClose} title={t('shell.shortcuts')} size={760}>
      <p className={classes.hint}>{t('shell.shortcutsHint')}</p>
      <div className={classes.columns}>
        {groups.map((group) => (
          <section key={group} className={classes.group}>
            <h3 className={classes.heading}>{group}</h3>
            <dl className={classes.list}>
              {all
                .filter((one) => one.group === group)
                .map(({ keys, label }) => (
                  <div key={keys + label} className={classes.line}>
                    <dt>{label}</dt>
                    <dd>
                      <KeyHint keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
