import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Button, CopyButton, Facts } from '../ui/controls'
import { type Loaded, useAction, useLoad } from '../ui/hooks'
import { Loading, Page, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { Time } from '../ui/Time'
import { deleteLink, getLink, type Link, restoreLink } from './api'
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
  const restore = useAction(async () => {
    await restoreLink(name)
    announce(`Link ${name} is back.`)
    link.reload()
  })
  return (
    <Page
      title={`Link ${name}`} heading={<span class="mono">{name}</span>} back={[href('links'), 'Links']}
      actions={link.data && (
        <ConfirmButton label="Delete" title={`Delete ${name}?`} confirm="Delete link" action={remove}>
          <p>Whoever follows <span class="mono">{link.data.shortUrl}</span> from now on will be told that it is gone. {keeping(link.data)} Until its key is free, by default for 30 days, it can be restored.</p>
        </ConfirmButton>
      )}
    >
      {link.problem?.status === 410
        ? (
          <Section title="Ended" lead="This link has expired or was deleted. As long as its key is kept free, it can be brought back as it was, with its clicks.">
            {restore.problem && <ProblemNotice problem={restore.problem} />}
            <Button kind="primary" busy={restore.busy} onClick={() => { void restore.run() }}>Restore</Button>
          </Section>
        )
        : <Live name={name} link={link} />}
    </Page>
  )
}

const Live = ({ name, link }: { name: string; link: Loaded<Link> }) => (
  <Loading of={link} what="the link">{data => (
    <>
      <About link={data} />
      <ClicksSection name={name} />
      <DetailsSection key={JSON.stringify(data)} link={data} onChanged={link.set} />
      <div class="columns">
        <ExpirySection link={data} onChanged={link.set} />
        <QrSection name={name} shortUrl={data.shortUrl} />
      </div>
    </>
  )}</Loading>
)

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
