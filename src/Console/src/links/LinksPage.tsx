import { useState } from 'preact/hooks'
import { isAdmin } from '../api/may'
import { session } from '../api/session'
import { announce } from '../ui/announce'
import { Button, count } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { Icon } from '../ui/Icon'
import { More } from '../ui/More'
import { Empty, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { ProgressBar } from '../ui/ProgressBar'
import { useList } from '../ui/useList'
import { everybody, type Link, listLinks, restoreLink } from './api'
import { LinkList } from './LinkList'
import { OwnerChoice } from './OwnerChoice'
import { searchOf } from './search'
import { SelectionBar } from './SelectionBar'
import { ShortenForm } from './ShortenForm'
import { useExport } from './useExport'
import { useSearch } from './useSearch'

const pageSize = 25

/** Shortens links, lists them, searches them, and changes many at once. */
export function LinksPage() {
  const own = session.own!.owner
  const [owner, setOwner] = useState(own)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const list = useList((after, signal) => listLinks({ owner }, after, pageSize, signal), [owner])
  const search = useSearch(query, owner)
  const exporting = useExport()
  const searching = query.trim() !== ''
  // Made on this page: the list may have been read before.
  const [made, setMade] = useState<readonly Link[]>([])
  const listed = list.data && [...(owner === own ? made.filter(link => !list.data!.some(each => each.key === link.key)) : []), ...list.data]

  const change = (key: string, changed: (link: Link) => Link) => {
    const apply = (link: Link) => link.key === key ? changed(link) : link
    list.change(items => items.map(apply))
    setMade(items => items.map(apply))
    search.change(apply)
  }
  const choose = (keys: readonly string[], selected: boolean) => setChosen(old => {
    const next = new Set(old)
    for (const key of keys) selected ? next.add(key) : next.delete(key)
    return next
  })
  const restore = useAction(async (link: Link) => {
    const { endedAt: _, ...restored } = { ...link, ...await restoreLink(link.key), endedAt: undefined }
    change(link.key, () => restored)
    announce(`Link ${link.key} is back.`)
  })
  const more = useAction(search.more)
  const exportAll = async () => {
    const { lists } = searchOf(query, owner)
    const filters = searching ? lists.map(each => each.filter) : [{ owner }]
    const written = await exporting.run(filters, searching ? (search.found ?? []).filter(each => each.filter === null).flatMap(each => each.links) : [])
    if (written !== undefined) announce(`${count(written)} links exported.`)
  }

  const all = searching ? (search.found ?? []).flatMap(each => each.links) : listed ?? []
  const listOf = (links: readonly Link[], label: string) => (
    <LinkList links={links} owners={owner !== own || links.some(link => link.owner !== own)} selected={chosen} onSelect={choose} onRestore={link => { void restore.run(link) }} label={label} />
  )
  return (
    <Page title="Links" lead="Short links, newest first.">
      <ShortenForm onCreated={link => setMade(items => [{ ...link, clicks: 0 }, ...items])} />
      <Section title={owner === own ? 'Your links' : owner === everybody ? 'Everybody\'s links' : `Links of ${owner}`} actions={(
        <>
          <Button small busy={list.loading} onClick={() => { setChosen(new Set()); list.refresh() }} label="Refresh links">Refresh</Button>
          <Button small busy={exporting.progress !== undefined} onClick={() => { void exportAll() }}>Export CSV</Button>
        </>
      )}>
        <div class="find">
          <div class="search" role="search">
            <label class="visually-hidden" for="search">Search links</label>
            <Icon name="search" />
            <input id="search" type="search" autocomplete="off" spellcheck={false} placeholder="Key, short URL, host or tag" value={query} onInput={event => setQuery(event.currentTarget.value)} />
          </div>
          {isAdmin() && <OwnerChoice owner={owner} own={own} onChange={next => { setChosen(new Set()); setOwner(next) }} />}
        </div>
        <p class="hint" role="status">{searching ? found(search) : listed === undefined ? list.loading ? 'Loading links…' : '' : `${count(listed.length)} shown${list.hasMore ? ', there are more' : ''}`}</p>
        {exporting.progress && <ProgressBar of={exporting.progress} onStop={exporting.stop} />}
        {[exporting.problem, restore.problem, more.problem].map(problem => problem && <ProblemNotice problem={problem} />)}
        <SelectionBar chosen={all.filter(link => chosen.has(link.key) && !link.endedAt)} onChanged={link => change(link.key, () => link)} onClear={() => setChosen(new Set())} />
        {searching
          ? (
            <>
              {search.problem && <ProblemNotice problem={search.problem} onRetry={search.retry} />}
              {search.gone && <p class="notice">The link {search.gone} has ended. <a href={`#/links/${search.gone}`}>Look whether it can be restored</a></p>}
              {search.found?.map(each => (
                <div key={each.title}>
                  <h3>{each.title}</h3>
                  {listOf(each.links, each.title)}
                  {each.next !== null && <div class="more"><Button busy={more.busy} onClick={() => { void more.run(each) }}>Show more</Button></div>}
                </div>
              ))}
              {search.found?.length === 0 && !search.gone && (
                <Empty title="Nothing found">No link has exactly “{query.trim()}” as its key{owner === everybody ? '. Choose one owner to search targets and tags.' : ', as its target’s host, or as a tag.'}</Empty>
              )}
            </>
          )
          : (
            <>
              {list.problem && <ProblemNotice problem={list.problem} onRetry={list.reload} />}
              {listed && listed.length > 0 && listOf(listed, 'Links')}
              {listed?.length === 0 && <Empty title="No links yet">{owner === own ? 'Enter a long address above: its short link appears here.' : 'There is none of this owner.'}</Empty>}
              {!list.problem && <More of={list} />}
            </>
          )}
      </Section>
    </Page>
  )
}

function found({ found, busy }: ReturnType<typeof useSearch>) {
  if (busy || !found) return busy ? 'Searching…' : ''
  const links = found.reduce((sum, each) => sum + each.links.length, 0)
  return `${count(links)} found${found.some(each => each.next !== null) ? ', there are more' : ''}`
}
