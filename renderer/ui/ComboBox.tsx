import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import classes from './ComboBox.module.css'

export interface ComboOption {
  key: string
  /** Options of one group stand together below its name. */
  group?: string
  title: ReactNode
  subtitle?: ReactNode
  icon?: ReactNode
  end?: ReactNode
  /** Makes something of the text instead of finding it: an Enter that came before the finds takes it only where nothing else can be meant. */
  makes?: boolean
}

interface ComboBoxProps {
  label: string
  /** The label is for screen readers only. */
  hideLabel?: boolean
  text: string
  onText: (text: string) => void
  options: readonly ComboOption[]
  onChoose: (key: string) => void
  /** The options do not answer the present text yet: Enter waits for those that do. */
  isStale?: boolean
  /** Shown when there is a text and no option. */
  emptyText?: string
  placeholder?: string
  error?: ReactNode
  /** The dialog around it begins here. */
  isFirst?: boolean
  required?: boolean
  disabled?: boolean
  /** What becomes of the text may take more than a search does. */
  maxLength?: number
  leftSection?: ReactNode
  inputRef?: RefObject<HTMLInputElement | null>
}

/** A text that finds something: options below, arrows and Enter choose. A scanner's burst with its Enter chooses the first find. */
export function ComboBox(props: ComboBoxProps) {
  const { label, text, options, onChoose, isStale = false, emptyText } = props
  const own = useRef<HTMLInputElement>(null)
  const input = props.inputRef ?? own
  const waitsForEnter = useRef(false)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const keys = options.map(({ key }) => key).join(' ')
  const meant = options.find(({ makes }) => !makes) ?? (options.length === 1 ? options[0] : undefined)
  const marked = useRef('')

  useEffect(() => {
    // The best find is chosen by Enter without an arrow.
    if (marked.current !== keys) {
      marked.current = keys
      if (keys === '') combobox.resetSelectedOption()
      else combobox.selectFirstOption()
    }
    if (waitsForEnter.current && !isStale) {
      waitsForEnter.current = false
      if (meant) onChoose(meant.key)
    }
  })

  const groups = [...new Set(options.map(({ group }) => group ?? ''))]
  return (
    <Combobox store={combobox} onOptionSubmit={(key) => onChoose(key)} position="bottom-start" middlewares={{ flip: true, shift: true }}>
      {/* While the options are those of an older text, Enter must not choose one of them. */}
      <Combobox.Target withKeyboardNavigation={!isStale}>
        <TextInput
          ref={input}
          {...(props.hideLabel ? { 'aria-label': label } : { label })}
          {...(props.isFirst && { 'data-autofocus': true })}
          value={text}
          placeholder={props.placeholder ?? ''}
          error={props.error}
          required={props.required ?? false}
          disabled={props.disabled ?? false}
          leftSection={props.leftSection}
          autoComplete="off"
          spellCheck={false}
          maxLength={props.maxLength ?? 100}
          onChange={(event) => {
            waitsForEnter.current = false
            props.onText(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || text.trim() === '') return
            event.preventDefault() // never sends the form around it
            if (isStale) waitsForEnter.current = true
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={text.trim() === '' || (options.length === 0 && emptyText === undefined)}>
        <Combobox.Options mah={320} className={classes.options ?? ''} aria-label={label}>
          {options.length === 0 && !isStale && <Combobox.Empty>{emptyText}</Combobox.Empty>}
          {groups.map((group) => (
            <Combobox.Group key={group} label={group === '' ? undefined : group}>
              {options
                .filter((option) => (option.group ?? '') === group)
                .map((option) => (
                  <Combobox.Option key={option.key} value={option.key} className={classes.option ?? ''}>
                    {option.icon && <span className={classes.icon}>{option.icon}</span>}
                    <span className={classes.words}>
                      <bdi className={classes.title}>{option.title}</bdi>
                      {option.subtitle && <bdi className={classes.subtitle}>{option.subtitle}</bdi>}
                    </span>
                    {option.end && <span className={classes.end}>{option.end}</span>}
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
