import { useForm } from '@mantine/form'
import { useCallback, useRef, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import type { CommandName } from '#shared/modules.ts'
import { failureText } from '../texts/failure.ts'
import { issueText, problemText } from '../texts/problem.ts'
import { type Input, operationOf, type Output } from './client.ts'
import { useCommand } from './command.ts'

interface Options<N extends CommandName, Values extends Record<string, unknown>> {
  initial: Values
  /** The command's input made of what was typed. */
  toInput(values: Values): Input<N>
  /** Checks of the form alone, such as a password typed twice: field -> text. */
  check?(values: Values): Partial<Record<keyof Values & string, string>>
  /** Codes whose text belongs under a field: `{ 'auth.emailTaken': 'email' }`. */
  fieldOf?: Readonly<Record<string, keyof Values & string>>
  /** Paths of the input whose field has another name: `{ 'owner.name': 'ownerName' }`. */
  fieldOfPath?: Readonly<Record<string, keyof Values & string>>
  onDone?(value: Output<N>): void
  /** Hears which fields have problems, to bring them into sight. */
  onProblems?(fields: readonly string[]): void
}

/**
 * A form that runs a command; mount its component when it opens, so that it begins with its record's values. The input is checked against the contract before it is sent; problems, also those that the core
 * names, stand under their fields; any other refusal is `failure`, and what was typed stays.
 * A path of the input such as `owner.email` belongs to the field of that name, else to the field `email`.
 */
export function useCommandForm<N extends CommandName, Values extends Record<string, unknown>>(name: N, options: Options<N, Values>) {
  const { run, isRunning } = useCommand(name)
  const [failure, setFailure] = useState<Failure | null>(null)
  const form = useForm<Values>({ mode: 'controlled', initialValues: options.initial })
  const latest = useRef(options)
  latest.current = options

  /** Problems that the window itself can see: of the contract, and of the form's own check. */
  const findProblems = useCallback((): Record<string, string> => {
    const { toInput, check } = latest.current
    const values = form.getValues()
    const found: Record<string, string> = {}
    for (const issue of operationOf(name).input.safeParse(toInput(values)).error?.issues ?? []) found[placeOf(issue.path.join('.'), values, latest.current.fieldOfPath)] ??= issueText(issue)
    for (const [field, text] of Object.entries(check?.(values) ?? {})) found[field] = String(text)
    return found
  }, [form, name])

  const submit = useCallback(async () => {
    const { toInput, fieldOf = {}, fieldOfPath, onDone, onProblems } = latest.current
    const values = form.getValues()
    const show = (errors: Record<string, string>) => {
      form.setErrors(errors)
      onProblems?.(Object.keys(errors))
    }
    setFailure(null)
    const errors = findProblems()
    show(errors)
    if (Object.keys(errors).some((field) => field in values)) return

    const answer = await run(toInput(values))
    if (answer.ok) {
      form.resetDirty()
      return onDone?.(answer.value)
    }
    const { error } = answer
    const field = fieldOf[error.code]
    if (field !== undefined) return show({ [field]: failureText(error) })
    if (error.code === 'platform.badInput' && Array.isArray(error['issues'])) {
      const named = error['issues'] as { path: string; problem: string }[] // the form of platform.badInput
      show(Object.fromEntries(named.map(({ path, problem }) => [placeOf(path, values, fieldOfPath), problemText(problem)])))
    }
    setFailure(error)
  }, [findProblems, form, run])

  return {
    values: form.values,
    /** Props of an input: value, onChange, error. */
    field: <K extends keyof Values & string>(key: K) => form.getInputProps(key) as FieldProps<Values[K]>, // Mantine's own type is `any`
    set: <K extends keyof Values & string>(key: K, value: Values[K]) => form.setFieldValue(key, value as never), // the path of a flat form
    /** Checks some fields, for forms in steps; shows their problems. */
    isValid: (of: (field: string) => boolean): boolean => {
      const errors = Object.fromEntries(Object.entries(findProblems()).filter(([field]) => of(field)))
      form.setErrors(errors)
      return Object.keys(errors).length === 0
    },
    isDirty: form.isDirty(),
    isBusy: isRunning,
    failure,
    submit: () => void submit(),
  }
}

interface FieldProps<Value> {
  value: Value
  // Inputs hand over an event or a value; Mantine's forms take both.
  onChange(value: unknown): void
  error?: string
  onFocus?: () => void
  onBlur?: () => void
}

/** The field that a path of the input belongs to. */
const placeOf = (path: string, values: object, fieldOfPath: Readonly<Record<string, string>> = {}): string =>
  fieldOfPath[path] ?? [path, path.split('.').at(-1) ?? '', path.split('.')[0] ?? ''].find((field) => field in values) ?? ''
