import { useEffect, useMemo, useState } from 'preact/hooks'
import { isAbort, type Page } from '../api/client'
import { Problem, problemOf } from '../api/problem'
import { getLink, type Link, type LinkFilter, listLinks } from './api'
import { searchOf } from './search'

/** Links that were found in one way. */
export interface Found { title: string; filter: LinkFilter | null; links: Link[]; next: string | null }

const pause = 200
const pageSize = 25

/** Searches on the server a moment after the last key: at once by the exact key, and by what its indices know. */
export function useSearch(text: string, owner: string) {
  const [found, setFound] = useState<readonly Found[]>()
  const [gone, setGone] = useState<string>()
  const [problem, setProblem] = useState<Problem>()
  const [round, setRound] = useState(0)
  const search = useMemo(() => text.trim() === '' ? undefined : searchOf(text, owner), [text, owner])
  useEffect(() => {
    setFound(undefined)
    setGone(undefined)
    setProblem(undefined)
    if (!search) return
    const ending = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const [named, ...lists] = await Promise.all([
          search.key === null ? null : find(search.key, ending.signal),
          ...search.lists.map(list => listLinks(list.filter, null, pageSize, ending.signal).then(page => foundIn(list.title, list.filter, page))),
        ])
        if (ending.signal.aborted) return
        const exact = named && named !== 'gone' ? [{ title: 'With this key', filter: null, links: [withClicks(named, lists)], next: null }] : []
        setGone(named === 'gone' ? search.key! : undefined)
        setFound([...exact, ...lists.map(list => ({ ...list, links: list.links.filter(link => link.key !== search.key || exact.length === 0) }))].filter(each => each.links.length > 0 || each.next !== null))
      } catch (error) {
        if (!ending.signal.aborted && !isAbort(error)) setProblem(problemOf(error))
      }
    }, pause)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [search, round])

  const more = async (of: Found) => {
    const page = await listLinks(of.filter!, of.next, pageSize)
    setFound(old => old?.map(each => each.title === of.title ? { ...each, links: [...each.links, ...page.items], next: page.continuation } : each))
  }
  return {
    found, gone, problem, more, busy: search !== undefined && found === undefined && !problem,
    retry: () => setRound(n => n + 1),
    change: (changed: (link: Link) => Link) => setFound(old => old?.map(each => ({ ...each, links: each.links.map(changed) }))),
  }
}

// Of a link that is another's, whoever may not see it learns no more than of one that does not exist.
const find = (key: string, signal: AbortSignal): Promise<Link | 'gone' | null> => getLink(key, signal).catch(error => {
  if (!(error instanceof Problem)) throw error
  if (error.status === 410) return 'gone'
  if (error.status === 404 || error.status === 403) return null
  throw error
})

const foundIn = (title: string, filter: LinkFilter, page: Page<Link>): Found => ({ title, filter, links: page.items, next: page.continuation })

// A link alone comes without its clicks; in a list it has them.
const withClicks = (link: Link, lists: readonly Found[]) => lists.flatMap(list => list.links).find(each => each.key === link.key) ?? link
