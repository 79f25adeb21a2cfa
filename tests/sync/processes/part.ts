import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Saved } from '../sim/station.ts'
import type { Ask, Said } from './talk.ts'

/** The process ended before it answered. */
export class Gone extends Error {
  override name = 'Gone'
}

/** A program of the rig that may be killed at any moment and started again. */
export abstract class Part {
  readonly name: string
  readonly errors: string[] = []
  /** What must not have happened. */
  readonly bugs: string[] = []
  readonly #program: readonly string[]
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(name: string, program: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.name = name
    this.#program = program
    this.#env = env
  }

  get isUp(): boolean {
    return this.#child !== undefined
  }

  start(): void {
    if (this.#child) return
    const child = spawn(process.execPath, this.#program, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...this.#env } })
    this.#child = child
    child.stdin.on('error', () => undefined) // it was killed while it was spoken to
    createInterface(child.stdout).on('line', (line) => this.onLine(line))
    createInterface(child.stderr).on('line', (line) => {
      this.errors.push(line)
      if (this.errors.length > 400) this.errors.splice(0, 200)
    })
    this.#ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        if (this.#child === child) this.#child = undefined
        this.onEnd(code, signal)
        resolve()
      })
    })
  }

  /** Kills it without a word, wherever it is. */
  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.#ended
  }
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }
  protected write(text: string): void {
    this.#child?.stdin?.write(text)
  }

  protected abstract onLine(line: string): void
  protected abstract onEnd(code: number | null, signal: NodeJS.Signals | null): void
}

export class Gateway extends Part {
  /** Printed codes for the first device, newest last. */
  readonly codes: string[] = []
  /** Ends of its own accord: where PostgreSQL is away at its start it says so and ends. Whoever watches it starts another. */
  onOwnEnd = (): void => undefined

  protected onLine(line: string): void {
    const said = JSON.parse(line) as { event: string; code?: string } // central/run.ts writes them
    if (said.code !== undefined) this.codes.push(said.code)
  }
  protected onEnd(code: number | null, signal: NodeJS.Signals | null): void {
    const unexpected = this.errors.filter((line) => /"event":"uncaught"/.test(line))
    this.bugs.push(...unexpected)
    for (const line of unexpected) this.errors.splice(this.errors.indexOf(line), 1)
    if (signal !== 'SIGKILL' && code !== 0) this.onOwnEnd()
  }
}

export class DeviceProcess extends Part {
  readonly saved: Saved[] = []
  readonly identities = new Set<string>()
  #ready = Promise.withResolvers<void>()
  #count = 0
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()

  /** Resolves when it answers, or was killed before. */
  async run(): Promise<void> {
    if (this.isUp) return
    this.#ready = Promise.withResolvers()
    this.start()
    await this.#ready.promise
  }

  /** Rejects with Gone where it was killed meanwhile. */
  ask<T>(ask: Ask): Promise<T> {
    const n = ++this.#count
    if (!this.isUp) return Promise.reject(new Gone(this.name))
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(n, { resolve, reject })
      this.write(`${JSON.stringify({ n, ask })}\n`)
    })
  }

  protected onLine(line: string): void {
    const said = JSON.parse(line) as Said // device.ts writes them, whole lines only
    if ('ready' in said) {
      this.identities.add(said.ready)
      this.#ready.resolve()
    } else if ('saved' in said) this.saved.push(said.saved)
    else if ('bug' in said) this.bugs.push(said.bug)
    else {
      const waiting = this.#waiting.get(said.n)
      this.#waiting.delete(said.n)
      if ('failed' in said) waiting?.reject(new Error(`${this.name}: ${said.failed}`))
      else waiting?.resolve(said.value as never) // the asker knows its question
    }
  }
  protected onEnd(code: number | null, signal: NodeJS.Signals | null): void {
    if (signal !== 'SIGKILL') this.bugs.push(`${this.name} ended with ${code ?? signal}: ${this.errors.slice(-5).join('\n')}`)
    this.#ready.resolve()
    for (const { reject } of this.#waiting.values()) reject(new Gone(this.name))
    this.#waiting.clear()
  }
}
