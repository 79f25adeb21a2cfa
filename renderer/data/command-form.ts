import { useForm } from '@mantine/form'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { Failure } from '#shared/kernel/result.ts'
import type { CommandName } from '#shared/modules.ts'
import { failureText } from '../texts/failure.ts'
import { issueText, problemText } from '../texts/problem.ts'
import { t } from '../texts/t.ts'
import { type Input, operationOf, type Output } from './client.ts'
import { useCommand } from './command.ts'
import { useUnsaved } from './unsaved.ts'

interface Options<N extends CommandName, Values extends Record<string, unknown>> {
  initial: Values
  /** The command's input made of what was typed. */
  toInput: (values: Values) => Input<N>
  /** Checks of the form alone, such as a password typed twice: field -> text. */
  check?: (values: Values) => Partial<Record<keyof Values & string, string>>
  /** Codes whose text belongs under a field: `{ 'auth.emailTaken': 'email' }`. */
  fieldOf?: Readonly<Record<string, keyof Values & string>>
  /** Paths of the input whose field has another name: `{ 'owner.name': 'ownerName' }`. */
  fieldOfPath?: Readonly<Record<string, keyof Values & string>>
  onDone?: (value: Output<N>) => void
  /** A small form inside another one, such as a new vehicle of a booking: while it is open, saving the outer one saves this one first. */
  isInner?: boolean
  /** Hears which fields have problems, to bring them into sight. */
  onProblems?: (fields: readonly string[]) => void
}

/** The inner forms that are open, the innermost last: each saves itself, and is false where nothing stands in it. */
const inner: (() => boolean)[] = []

/** A second Enter this soon after the first is no second deed. */
const BOUNCE_MS = 1_000

/**
 * A form that runs a command; mount its component when it opens, so that it begins with its record's values. The input is checked against the contract before it is sent; problems, also those that the core
 * names, stand under their fields; any other refusal is `failure`, and what was typed stays.
 * A path of the input such as `owner.email` belongs to the field of that name, else to the field `email`.
 */
export function useCommandForm<N extends CommandName, Values extends Record<string, unknown>>(name: N, options: Options<N, Values>) {
  const { initial, toInput, check, fieldOf = {}, fieldOfPath, onDone, isInner = false, onProblems } = options
  const { run, isRunning } = useCommand(name)
  const [failure, setFailure] = useState<Failure | null>(null)
  const form = useForm<Values>({ mode: 'controlled', initialValues: initial })
  useUnsaved(() => form.isDirty())

  /** Problems that the window itself can see: of the contract, and of the form's own check. */
  const findProblems = (): Record<string, string> => {
    const values = form.getValues()
    const found: Record<string, string> = {}
    for (const issue of operationOf(name).input.safeParse(toInput(values)).error?.issues ?? []) {
      const field = placeOf(issue.path.join('.'), values, fieldOfPath)
      found[field] ??= values[field] === '' || values[field] === null ? t('problem.required') : issueText(issue)
    }
    for (const [field, text] of Object.entries<string | undefined>(check?.(values) ?? {})) if (text !== undefined) found[field] = text
    return found
  }
  const show = (problems: Record<string, string>): boolean => {
    form.setErrors(problems)
    if (Object.keys(problems).length === 0) return false
    onProblems?.(Object.keys(problems))
    requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus())
    return true
  }

  /** The words that are on their way, or were just done. */
  const sent = useRef<{ words: string; doneAt: number | null } | null>(null)
  const submit = async () => {
    const values = form.getValues()
    const words = JSON.stringify(values)
    const last = sent.current
    if (last && (last.doneAt === null || (last.words === words && performance.now() - last.doneAt < BOUNCE_MS))) return
    setFailure(null)
    const problems = findProblems()
    show(problems)
    if (Object.keys(problems).some((field) => field in values)) return

    sent.current = { words, doneAt: null }
    const answer = await run(toInput(values))
    sent.current = answer.ok ? { words, doneAt: performance.now() } : null
    if (answer.ok) {
      form.resetDirty()
      return onDone?.(answer.value)
    }
    const { error } = answer
    const field = fieldOf[error.code]
    if (field !== undefined) return void show({ [field]: failureText(error) })
    if (error.code === 'platform.badInput' && Array.isArray(error['issues'])) {
      const named = error['issues'] as { path: string; problem: string }[] // the form of platform.badInput
      show(Object.fromEntries(named.map(({ path, problem }) => [placeOf(path, values, fieldOfPath), problemText(problem)])))
      const unplaced = named.filter(({ path }) => placeOf(path, values, fieldOfPath) === '').map(({ path, problem }) => `${path} ${problem}`.trim())
      return setFailure(unplaced.length > 0 ? { ...error, unplaced: unplaced.join(', ') } : error)
    }
    setFailure(error)
  }

  const saveFilled = useRef<() => boolean>(() => false)
  useEffect(() => {
    saveFilled.current = () => {
      const isFilled = Object.values(form.getValues()).some((value) => value !== '' && value !== null)
      if (isFilled) void submit()
      return isFilled
    }
  })
  useEffect(() => {
    if (!isInner) return
    const own = () => saveFilled.current()
    inner.push(own)
    return () => void inner.splice(inner.indexOf(own), 1)
  }, [isInner])

  return {
    values: form.values,
    /** Props of an input: value, onChange, error. */
    field: <K extends keyof Values & string>(key: K) => form.getInputProps(key) as FieldProps<Values[K]>, // Mantine's own type is `any`
    set: <K extends keyof Values & string>(key: K, value: Values[K]) => form.setFieldValue(key, value as never), // the path of a flat form
    /** Puts in what nobody typed, such as the only choice: a form that holds no more than that is left without a question. */
    preset: <K extends keyof Values & string>(key: K, value: Values[K]) => {
      const untouched = { ...form.getInitialValues(), [key]: value }
      form.setFieldValue(key, value as never) // likewise
      form.resetDirty(untouched)
    },
    /** Checks some fields, for forms in steps; shows their problems. */
    isValid: (of: (field: string) => boolean): boolean => !show(Object.fromEntries(Object.entries(findProblems()).filter(([field]) => of(field)))),
    isDirty: form.isDirty(),
    isBusy: isRunning,
    failure,
    submit: () => {
      if (isInner || inner.at(-1)?.() !== true) void submit()
    },
  }
}

interface FieldProps<Value> {
  value: Value
  // Inputs hand over an event or a value; Mantine's forms take both.
  onChange: (value: unknown) => void
  error?: string
  onFocus?: () => void
  onBlur?: () => void
}

/** The fields of a schema alone, out of a row that may hold more: a strict input refuses what it does not know. */
export const fieldsOf = <S extends z.ZodObject>(schema: S, row: z.output<S>): z.output<S> =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key in schema.shape)) as z.output<S> // the keys of the schema

/** The field that a path of the input belongs to. */
const placeOf = (path: string, values: object, fieldOfPath: Readonly<Record<string, string>> = {}): string =>
  fieldOfPath[path] ?? [path, path.split('.').at(-1) ?? '', path.split('.')[0] ?? ''].find((field) => field in values) ?? ''
