import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { CopyButton, Facts } from '../ui/controls'
import { useAction, useLoad } from '../ui/hooks'
import { Loading, Page, Section } from '../ui/Page'
import { Time } from '../ui/Time'
import { deleteLink, getLink, type Link } from './api'
import { ClicksSection } from './ClicksSection'
import { DetailsSection } from './DetailsSection'
import { ExpirySection } from './ExpirySection'
import { QrSection } from './QrSection'

/** One link: where it leads, how often it is followed, and what can be done with it. */
export function LinkPage({ name }: { name: string }) {
  const link = useLoad(signal => getLink(name, signal), [name])
  const remove = useAction(async () => {
    await deleteLink(name)
    announce(`Link ${name} deleted.`)
    go('links')
  })
  return (
    <Page
      title={`Link ${name}`} heading={<span class="mono">{name}</span>} back={[href('links'), 'Links']}
      actions={link.data && (
        <ConfirmButton label="Delete" title={`Delete ${name}?`} confirm="Delete link" action={remove}>
          <p>Whoever follows <span class="mono">{link.data.shortUrl}</span> from now on will be told that it is gone. {keeping(link.data)} This cannot be undone.</p>
        </ConfirmButton>
      )}
    >
      <Loading of={link} what="the link">{data => (
        <>
          <About link={data} />
          <ClicksSection name={name} />
          <DetailsSection link={data} onChanged={link.set} />
          <div class="columns">
            <ExpirySection link={data} onChanged={link.set} />
            <QrSection name={name} shortUrl={data.shortUrl} />
          </div>
        </>
      )}</Loading>
    </Page>
  )
}

// A 301 says itself how long it may be kept; the server's default is an hour.
const keeping = (link: Link) => link.redirect === 301
  ? 'Browsers that followed it lately may go on to where it led, for up to an hour if the server keeps to its default.'
  : 'Browsers do not keep where it led.'

const About = ({ link }: { link: Link }) => (
  <Section title="About">
    <Facts facts={[
      ['Short URL', <span class="with-button"><a class="mono" href={link.shortUrl} target="_blank" rel="noreferrer">{link.shortUrl}</a><CopyButton text={link.shortUrl} what="short URL" /></span>],
      ['Leads to', <a class="break" href={link.url} target="_blank" rel="noreferrer">{link.url}</a>],
      ['Redirect', link.redirect === 301 ? '301, permanent' : '302, temporary'],
      ['Query', link.forwardQuery ? 'forwarded to the target' : 'not forwarded'],
      ['Owner', link.owner],
      ['Created', <Time at={link.createdAt} exactly />],
      ['Expires', <><Time at={link.expiresAt} exactly /> (<Time at={link.expiresAt} />)</>],
    ]} />
  </Section>
)
