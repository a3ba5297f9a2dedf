import { useState } from 'preact/hooks'
import { Button } from '../ui/controls'
import { Icon } from '../ui/Icon'
import { Empty, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { LinkList } from './LinkList'
import { ShortenForm } from './ShortenForm'
import { useOwnLinks } from './useOwnLinks'

/** Shortens links, and lists and searches one's own. */
export function LinksPage() {
  const [query, setQuery] = useState('')
  const links = useOwnLinks(query)
  return (
    <Page title="Links" lead="Short links that you have made, newest first.">
      <ShortenForm onCreated={links.add} />
      <Section title="Your links">
        <div class="search" role="search">
          <label class="visually-hidden" for="search">Search your links</label>
          <Icon name="search" />
          <input id="search" type="search" autocomplete="off" placeholder="Search by address, key, title or tag" value={query} onInput={event => setQuery(event.currentTarget.value)} />
        </div>
        <p class="hint" role="status">{summary(links, query)}</p>
        {links.problem && <ProblemNotice problem={links.problem} onRetry={links.more} />}
        {links.shown.length > 0 && <LinkList links={links.shown} />}
        {links.shown.length === 0 && !links.busy && !links.problem && (links.loaded === 0
          ? <Empty title="No links yet">Enter a long address above: its short link appears here.</Empty>
          : <Empty title="Nothing found">None of your links has “{query}” in its key, address, title or tags.</Empty>)}
        {links.hasMore && !links.problem && query === '' && (
          <div class="more"><Button busy={links.busy} onClick={links.more}>{links.busy ? 'Loading…' : 'Show more'}</Button></div>
        )}
      </Section>
    </Page>
  )
}

function summary(links: ReturnType<typeof useOwnLinks>, query: string) {
  if (links.loaded === 0) return links.busy ? 'Loading links…' : ''
  if (query === '') return `${links.loaded} shown${links.hasMore ? ', there are more' : ''}`
  return links.busy ? `${links.shown.length} found, searching on…` : `${links.shown.length} found in ${links.loaded} links${links.hasMore ? ', there may be more' : ''}`
}
