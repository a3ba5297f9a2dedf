import { type RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { secondsOf } from '../ui/duration'
import { usePolling } from '../ui/hooks'
import { type ListedTopic, listTopics } from './api'

export interface Backlog { waiting: readonly (number | null)[]; oldest: readonly (number | null)[]; latest: ListedTopic }

const every = 5_000
const kept = 24

/** What waits in the topics of a page of the list, asked for again and again by one request while it is in sight. */
export function useTopicBacklogs(after: string | null, place: RefObject<HTMLElement | null>) {
  const visible = useRef(true)
  const [backlogs, setBacklogs] = useState<Readonly<Record<string, Backlog>>>({})
  useEffect(() => {
    const watching = new IntersectionObserver(entries => { visible.current = entries.at(-1)!.isIntersecting }, { rootMargin: '200px' })
    watching.observe(place.current!)
    return () => watching.disconnect()
  }, [])
  usePolling(async signal => {
    if (!visible.current) return
    // What is not known now is asked for again in a moment.
    const page = await listTopics(after, signal, true).catch(() => undefined)
    if (!page || signal.aborted) return
    setBacklogs(old => Object.fromEntries(page.items.map(topic => [topic.name, {
      latest: topic,
      waiting: [...old[topic.name]?.waiting ?? [], topic.backlog ?? null].slice(-kept),
      oldest: [...old[topic.name]?.oldest ?? [], topic.backlog === undefined ? null : secondsOf(topic.oldestUnacknowledgedAge ?? 'PT0S') ?? null].slice(-kept),
    }])))
  }, every, [after])
  return backlogs
}
