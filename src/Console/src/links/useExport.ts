import { useRef, useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import type { Progress } from '../ui/useBulk'
import { type Link, type LinkFilter, listLinks } from './api'

const pageSize = 1_000

// Those that slctl imports and exports.
const columns = ['key', 'url', 'owner', 'createdAt', 'expiresAt', 'endedAt', 'redirect', 'clicks', 'bots', 'title', 'tags', 'forwardQuery'] as const

/** Writes all links of lists into a CSV file, page by page: the browser keeps the pages, not the page their links. */
export function useExport() {
  const [progress, setProgress] = useState<Progress>()
  const [problem, setProblem] = useState<Problem>()
  const ending = useRef<AbortController>(undefined)
  const run = async (filters: readonly LinkFilter[], alone: readonly Link[]) => {
    ending.current = new AbortController()
    setProblem(undefined)
    let written = 0
    const seen = new Set<string>()
    const parts: Blob[] = [new Blob([`${columns.join(',')}\r\n`])]
    const add = (links: readonly Link[]) => {
      const fresh = filters.length + alone.length > 1 ? links.filter(link => !seen.has(link.key) && seen.add(link.key)) : links
      parts.push(new Blob([fresh.map(lineOf).join('')]))
      written += fresh.length
      setProgress({ label: 'Links exported', done: written, of: null })
    }
    try {
      add(alone)
      for (const filter of filters) {
        let after: string | null = null
        do {
          const page: Awaited<ReturnType<typeof listLinks>> = await listLinks(filter, after, pageSize, ending.current.signal)
          add(page.items)
          after = page.continuation
        } while (after !== null)
      }
      save(new Blob(parts, { type: 'text/csv' }))
      return written
    } catch (error) {
      if (!isAbort(error)) setProblem(problemOf(error))
      return undefined
    } finally {
      setProgress(undefined)
    }
  }
  return { run, progress, problem, stop: () => ending.current?.abort() }
}

const lineOf = (link: Link) => `${columns.map(column => cell(textOf(link, column))).join(',')}\r\n`

function textOf(link: Link, column: typeof columns[number]): string {
  switch (column) {
    case 'tags': return link.tags.join(',')
    case 'forwardQuery': return link.forwardQuery ? 'true' : ''
    default: return String(link[column] ?? '')
  }
}

const cell = (text: string) => /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function save(file: Blob) {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = 'links.csv'
  link.click()
  // Not before the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
