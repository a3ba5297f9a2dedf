import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { CheckField, SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { changeLink, type Link, tagsOf } from './api'

/** What a link is called, what it is found by, and what it hands on. */
export function DetailsSection({ link, onChanged }: { link: Link; onChanged: (link: Link) => void }) {
  const { values, bind } = useFields({ url: link.url, redirect: String(link.redirect), title: link.title ?? '', tags: link.tags.join(', '), forwardQuery: link.forwardQuery })
  const save = useAction(async () => {
    onChanged(await changeLink(link.key, { url: values.url.trim(), redirect: Number(values.redirect), title: values.title.trim() || null, tags: tagsOf(values.tags), forwardQuery: values.forwardQuery }, link))
    announce('Details saved.')
  })
  return (
    <Section title="Details" lead="Where it leads, and what you find it by: visitors see nothing of title and tags.">
      <Form onSubmit={() => { void save.run() }} problem={save.problem}>
        <TextField {...bind('url')} label="Leads to" inputMode="url" />
        <div class="grid">
          <SelectField {...bind('redirect')} label="Redirect" choices={[['301', '301, permanent'], ['302', '302, temporary']]} />
          <TextField {...bind('title')} label="Title" />
          <TextField {...bind('tags')} label="Tags" hint="With commas between" />
        </div>
        <CheckField {...bind('forwardQuery')} label="Forward the query of the short URL" hint="Parameters that the target has stay as they are" />
        <Button busy={save.busy}>Save details</Button>
      </Form>
    </Section>
  )
}
