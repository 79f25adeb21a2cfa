import { useEffect, useEffectEvent } from 'react'

/** A scanner that acts as a keyboard types faster than any hand, and ends with Enter. */
const KEY_GAP_MS = 60
const SHORTEST = 4

/** Hears a code that a keyboard-wedge scanner types anywhere on the screen, unless it types into a field. */
export function useScanner(onCode: (code: string) => void): void {
  const found = useEffectEvent(onCode)
  useEffect(() => {
    let typed = ''
    let lastAt = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return
      const isPart = event.timeStamp - lastAt < KEY_GAP_MS
      lastAt = event.timeStamp
      if (event.key === 'Enter' && isPart && typed.length >= SHORTEST) {
        event.preventDefault()
        event.stopPropagation()
        found(typed)
        typed = ''
      } else if (event.key.length === 1) typed = (isPart ? typed : '') + event.key
    }
    // Before the page's own keys, which would take the figures for a PIN.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}

/** Puts a field back to what it held, in a way that React notices. */
function restore(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Hears a scan wherever the focus is, in a field too: the code reaches `onCode`, and the field holds what it held. `own` is the box
 * that reads codes itself: there nothing is done, so that typing and scanning are one. What is typed where no field has the focus
 * goes to that box.
 */
export function useScanBox(own: React.RefObject<HTMLInputElement | null>, onCode: (code: string) => void): void {
  const found = useEffectEvent(onCode)
  useEffect(() => {
    let typed = ''
    let lastAt = 0
    let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null
      if (field !== null && field === own.current) return
      // What is scanned into a dialog is meant for it.
      const dialog = document.querySelector('[aria-modal="true"]')
      if (dialog !== null && !dialog.contains(own.current)) return
      const isPart = event.timeStamp - lastAt < KEY_GAP_MS
      lastAt = event.timeStamp
      if (event.key === 'Enter') {
        const code = isPart && typed.length >= SHORTEST ? typed : ''
        typed = ''
        if (code === '') return
        event.preventDefault()
        event.stopPropagation()
        if (before) restore(before.field, before.value)
        found(code)
      } else if (event.key.length === 1) {
        if (!isPart) {
          typed = ''
          before = field && { field, value: field.value }
          if (field === null && /[\p{L}\p{N}]/u.test(event.key)) own.current?.focus() // this letter, too, lands in the box
        }
        typed += event.key
      }
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [own])
}
