import { href } from '../app/router'
import { Badge, Button, CopyButton, count } from '../ui/controls'
import { Time } from '../ui/Time'
import type { Link } from './api'

interface Props {
  links: readonly Link[]
  /** Whether each says whose it is. */
  owners: boolean
  selected: ReadonlySet<string>
  onSelect: (keys: readonly string[], selected: boolean) => void
  onRestore: (link: Link) => void
  label: string
}

/** Links with where they lead and how they are followed, to be chosen, each leading to its own page. */
export function LinkList({ links, owners, selected, onSelect, onRestore, label }: Props) {
  const live = links.filter(link => !link.endedAt).map(link => link.key)
  return (
    <>
      {live.length > 0 && (
        <label class="select-all">
          <input type="checkbox" checked={live.every(key => selected.has(key))} onChange={event => onSelect(live, event.currentTarget.checked)} /> Select all shown
        </label>
      )}
      <ul class="list links" aria-label={label}>
        {links.map(link => (
          <li key={link.key} class="row link-row">
            {link.endedAt ? <span /> : <input type="checkbox" aria-label={`Select ${link.key}`} checked={selected.has(link.key)} onChange={event => onSelect([link.key], event.currentTarget.checked)} />}
            <a class="row-main" href={href('links', link.key)}><span class="mono strong">{link.key}</span></a>
            <span class="row-wide" title={link.url}>{link.title ?? link.url}{link.tags.length > 0 && <span class="row-note"> · {link.tags.join(', ')}</span>}</span>
            <span class="row-note row-facts">
              {link.clicks !== undefined && <span>{count(link.clicks)} {link.clicks === 1 ? 'click' : 'clicks'}</span>}
              {owners && <span>of {link.owner}</span>}
              <span>made <Time at={link.createdAt} /></span>
              {link.endedAt ? <Badge kind="warn">ended <Time at={link.endedAt} /></Badge> : <span>expires <Time at={link.expiresAt} /></span>}
            </span>
            {link.endedAt
              ? <Button small label={`Restore ${link.key}`} onClick={() => onRestore(link)}>Restore</Button>
              : <CopyButton text={link.shortUrl} what={`short URL ${link.key}`} />}
          </li>
        ))}
      </ul>
    </>
  )
}
