import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { CheckField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { changeLink, type Link, tagsOf } from './api'

/** What a link is called, what it is found by, and what it hands on. */
export function DetailsSection({ link, onChanged }: { link: Link; onChanged: (link: Link) => void }) {
  const { values, bind } = useFields({ title: link.title ?? '', tags: link.tags.join(', '), forwardQuery: link.forwardQuery })
  const save = useAction(async () => {
    onChanged(await changeLink(link.key, { title: values.title.trim() || null, tags: tagsOf(values.tags), forwardQuery: values.forwardQuery }))
    announce('Details saved.')
  })
  return (
    <Section title="Details" lead="For you to find it again; visitors see none of it.">
      <Form onSubmit={() => { void save.run() }} problem={save.problem}>
        <div class="grid">
          <TextField {...bind('title')} label="Title" />
          <TextField {...bind('tags')} label="Tags" hint="With commas between" />
        </div>
        <CheckField {...bind('forwardQuery')} label="Forward the query of the short URL" hint="Parameters that the target has stay as they are" />
        <Button busy={save.busy}>Save details</Button>
      </Form>
    </Section>
  )
}
