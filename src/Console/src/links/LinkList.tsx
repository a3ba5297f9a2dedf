import { href } from '../app/router'
import { CopyButton } from '../ui/controls'
import { Time } from '../ui/Time'
import type { Link } from './api'

/** Links with where they lead, each leading to its own page. */
export const LinkList = ({ links }: { links: readonly Link[] }) => (
  <ul class="list">
    {links.map(link => (
      <li key={link.key} class="row link-row">
        <a class="row-main" href={href('links', link.key)}><span class="mono strong">{link.key}</span></a>
        <span class="row-wide" title={link.url}>{link.title ?? link.url}{link.tags.length > 0 && <span class="row-note"> · {link.tags.join(', ')}</span>}</span>
        <span class="row-note">expires <Time at={link.expiresAt} /></span>
        <CopyButton text={link.shortUrl} what={`short URL ${link.key}`} />
      </li>
    ))}
  </ul>
)
