import { useState } from 'preact/hooks'
import { href } from '../app/router'
import { announce } from '../ui/announce'
import { Button, CopyButton } from '../ui/controls'
import { CheckField, DurationField, SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { type Link, type NewLink, shorten, tagsOf } from './api'

const blank = { url: '', alias: '', expiresIn: '', redirect: '', title: '', tags: '', forwardQuery: false }

/** Makes a short link, and shows it to be copied. */
export function ShortenForm({ onCreated }: { onCreated: (link: Link) => void }) {
  const { values, bind, reset } = useFields(blank)
  const [made, setMade] = useState<Link>()
  const [round, setRound] = useState(0)
  const create = useAction(async () => {
    // What was made before is not what a failure leaves to be copied.
    setMade(undefined)
    const link = await shorten(requestOf(values))
    setMade(link)
    onCreated(link)
    announce(`Shortened to ${link.shortUrl}`)
    reset()
    setRound(n => n + 1)
  })
  return (
    <Section title="Shorten a link">
      <Form onSubmit={() => { void create.run() }} problem={create.problem}>
        <div class="inline-form">
          <TextField {...bind('url')} label="Long URL" inputMode="url" placeholder="https://example.com/a/long/address" />
          <Button kind="primary" busy={create.busy}>{create.busy ? 'Shortening…' : 'Shorten'}</Button>
        </div>
        <details>
          <summary>More options</summary>
          <div class="grid">
            <TextField {...bind('alias')} label="Alias" mono hint="A key of your own in place of a made one" />
            <DurationField key={round} {...bind('expiresIn')} label="Expires in" hint="The server's default when empty" />
            <SelectField {...bind('redirect')} label="Redirect" choices={[['', 'The server\'s default'], ['301', '301, permanent'], ['302', '302, temporary']]} />
            <TextField {...bind('title')} label="Title" hint="What you call it" />
            <TextField {...bind('tags')} label="Tags" hint="Words to find it by, with commas between" />
          </div>
          <CheckField {...bind('forwardQuery')} label="Forward the query of the short URL" />
        </details>
      </Form>
      {made && (
        <div class="result">
          <a class="mono strong" href={made.shortUrl} target="_blank" rel="noreferrer">{made.shortUrl}</a>
          <CopyButton text={made.shortUrl} what="new short URL" />
          <a href={href('links', made.key)}>Details and QR code</a>
        </div>
      )}
    </Section>
  )
}

const requestOf = (values: typeof blank): NewLink => ({
  url: values.url.trim(),
  ...(values.alias.trim() === '' ? {} : { alias: values.alias.trim() }),
  ...(values.expiresIn === '' ? {} : { expiresIn: values.expiresIn }),
  ...(values.redirect === '' ? {} : { redirect: Number(values.redirect) }),
  ...(values.title.trim() === '' ? {} : { title: values.title.trim() }),
  ...(values.tags.trim() === '' ? {} : { tags: tagsOf(values.tags) }),
  ...(values.forwardQuery ? { forwardQuery: true } : {}),
})
