import { type MouseEvent as ReactMouseEvent, type PointerEvent as ReactPointerEvent, useRef } from 'react'

/** How far a pressed pointer may tremble before it drags, in px. */
const THRESHOLD_PX = 4

export interface DragSteps {
  /** The pointer has left its place for good. */
  readonly onBegin: () => void
  readonly onMove: (event: PointerEvent) => void
  readonly onDrop: () => void
  readonly onCancel: () => void
}

/**
 * Dragging with a mouse or a pen; fingers scroll and tap. `begin` is called at the press; a press that never leaves its place stays a
 * click. Escape gives up. `isDragClick` tells of a click that it is only the end of a drag.
 */
export function useDrag() {
  const dragged = useRef(false)
  const begin = (press: ReactPointerEvent, steps: DragSteps) => {
    dragged.current = false
    if (press.button !== 0 || press.pointerType === 'touch') return
    const { clientX, clientY, pointerId } = press
    const listening = new AbortController()
    const on = <K extends keyof WindowEventMap>(type: K, act: (event: WindowEventMap[K]) => void) =>
      window.addEventListener(type, act, { signal: listening.signal, capture: true })
    const end = (finish: () => void) => {
      listening.abort()
      if (dragged.current) finish()
    }
    on('pointermove', (event) => {
      if (event.pointerId !== pointerId) return
      if (!dragged.current) {
        if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < THRESHOLD_PX) return
        dragged.current = true
        steps.onBegin()
      }
      steps.onMove(event)
    })
    on('pointerup', (event) => event.pointerId === pointerId && end(steps.onDrop))
    on('pointercancel', () => end(steps.onCancel))
    on('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      end(steps.onCancel)
    })
  }
  return { begin, isDragClick: () => dragged.current }
}

/** Whether it was a finger: one does not drag, and takes up what a mouse opens. */
export const isTouch = ({ nativeEvent }: ReactMouseEvent): boolean => nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch'
