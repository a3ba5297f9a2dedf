import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'

export interface Loaded<T> {
  data: T | undefined
  problem: Problem | undefined
  loading: boolean
  reload: () => void
  set: (data: T) => void
}

/** Loads when the page appears and when what it depends on changes; what was loaded stays until the next arrives. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, dependencies: readonly unknown[] = []): Loaded<T> {
  const [data, setData] = useState<T>()
  const [problem, setProblem] = useState<Problem>()
  const [loading, setLoading] = useState(true)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    setLoading(true)
    load(ending.signal)
      .then(loaded => {
        if (ending.signal.aborted) return
        setData(() => loaded)
        setProblem(undefined)
        setLoading(false)
      })
      .catch(error => {
        if (ending.signal.aborted || isAbort(error)) return
        setProblem(problemOf(error))
        setLoading(false)
      })
    return () => ending.abort()
  }, [round, ...dependencies])
  return { data, problem, loading, reload: useCallback(() => setRound(n => n + 1), []), set: value => setData(() => value) }
}

export interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>
  busy: boolean
  problem: Problem | undefined
  clear: () => void
}

/** Something the user does: one at a time; the promise says whether it succeeded. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const running = useRef(false)
  const run = async (...args: A) => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      await act(...args)
      return true
    } catch (error) {
      if (!isAbort(error)) setProblem(problemOf(error))
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { run, busy, problem, clear: () => setProblem(undefined) }
}

/** Repeats while the page is shown, each time so long after the last one's end. What is repeated deals with its own failures. */
export function usePolling(act: (signal: AbortSignal) => Promise<void>, milliseconds: number, dependencies: readonly unknown[] = []) {
  useEffect(() => {
    const ending = new AbortController()
    let timer = 0
    const round = async () => {
      if (!document.hidden) await act(ending.signal)
      if (!ending.signal.aborted) timer = window.setTimeout(round, milliseconds)
    }
    void round()
    return () => {
      ending.abort()
      clearTimeout(timer)
    }
  }, dependencies)
}

/** The values of a form, and what an input of it needs. */
export function useFields<T extends object>(initial: T) {
  const [values, setValues] = useState(initial)
  const set = (change: Partial<T>) => setValues(old => ({ ...old, ...change }))
  const bind = <K extends keyof T & string>(name: K) => ({
    name, value: values[name], onChange: (value: T[K]) => set({ [name]: value } as unknown as Partial<T>),
  })
  return { values, set, bind, reset: () => setValues(initial) }
}
