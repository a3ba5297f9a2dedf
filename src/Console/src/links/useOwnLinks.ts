import { useEffect, useMemo, useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import { readOn } from '../ui/useList'
import { type Link, listLinks } from './api'

const firstPage = 25
const searchPage = 500
const enoughFound = 50

/** One's own links, page by page as they are asked for; a search reads on until it has found enough or seen all. */
export function useOwnLinks(query: string) {
  const [links, setLinks] = useState<Link[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [wanted, setWanted] = useState(1)
  const [pages, setPages] = useState(0)
  const [problem, setProblem] = useState<Problem>()
  const words = query.trim().toLowerCase()
  const shown = useMemo(() => words === '' ? links : links.filter(link => contains(link, words)), [links, words])

  const searching = words !== '' && shown.length < enoughFound
  const hasMore = pages === 0 || next !== null
  const busy = hasMore && !problem && (pages < wanted || searching)
  useEffect(() => {
    if (!busy) return
    const ending = new AbortController()
    readOn((after, signal) => listLinks(after, searching ? searchPage : firstPage, signal), next, ending.signal).then(page => {
      if (ending.signal.aborted) return
      setLinks(old => [...old, ...page.items.filter(item => !old.some(link => link.key === item.key))])
      setNext(page.continuation)
      setPages(count => count + 1)
    }).catch(error => {
      if (!ending.signal.aborted && !isAbort(error)) setProblem(problemOf(error))
    })
    return () => ending.abort()
  }, [busy, searching, next])

  return {
    shown, loaded: links.length, busy, hasMore: pages > 0 && next !== null, problem,
    more: () => {
      setProblem(undefined)
      setWanted(pages + 1)
    },
    add: (link: Link) => setLinks(old => [link, ...old]),
  }
}

const contains = (link: Link, words: string) => [link.key, link.url, link.title ?? '', ...link.tags].some(text => text.toLowerCase().includes(words))
