import { useEffect, useRef, useState } from 'preact/hooks'
import { isAbort, type Page } from '../api/client'
import { type Problem, problemOf } from '../api/problem'

/** A page of a list that has something on it, if there is one: a page may be empty though more come after it. */
export async function readOn<T>(read: (after: string | null, signal: AbortSignal) => Promise<Page<T>>, after: string | null, signal: AbortSignal) {
  let page = await read(after, signal)
  while (page.items.length === 0 && page.continuation !== null) page = await read(page.continuation, signal)
  return page
}

/** A list that is read page by page, the next one when it is asked for. */
export function useList<T>(read: (after: string | null, signal: AbortSignal) => Promise<Page<T>>, dependencies: readonly unknown[] = []) {
  const [items, setItems] = useState<T[]>()
  const [next, setNext] = useState<string | null>(null)
  const [asked, setAsked] = useState<{ after: string | null }>({ after: null })
  const [problem, setProblem] = useState<Problem>()
  const [loading, setLoading] = useState(true)
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) {
      setItems(undefined)
      setNext(null)
      setAsked({ after: null })
    }
    first.current = false
  }, dependencies)
  useEffect(() => {
    const ending = new AbortController()
    setLoading(true)
    setProblem(undefined)
    readOn(read, asked.after, ending.signal).then(page => {
      if (ending.signal.aborted) return
      setItems(old => asked.after === null ? page.items : [...old ?? [], ...page.items])
      setNext(page.continuation)
      setLoading(false)
    }).catch(error => {
      if (ending.signal.aborted || isAbort(error)) return
      setProblem(problemOf(error))
      setLoading(false)
    })
    return () => ending.abort()
  }, [asked])
  return {
    data: items, problem, loading, hasMore: next !== null,
    more: () => setAsked({ after: next }),
    reload: () => setAsked(old => ({ ...old })),
    /** Begins anew. */
    refresh: () => setAsked({ after: null }),
    change: (changed: (items: T[]) => T[]) => setItems(old => old && changed(old)),
  }
}
