import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { fromNow } from '../ui/Time'
import { changeLink, type Link } from './api'

const choices = [['7', '7 days'], ['30', '30 days'], ['90', '90 days'], ['365', 'a year'], ['date', 'a date of your choice']] as const

/** Lets a link live longer, or until another date. */
export function ExpirySection({ link, onChanged }: { link: Link; onChanged: (link: Link) => void }) {
  const { values, bind } = useFields({ by: '30', date: link.expiresAt.slice(0, 10) })
  const extend = useAction(async () => {
    const changed = await changeLink(link.key, { expiresAt: values.by === 'date' ? endOf(values.date) : later(link.expiresAt, Number(values.by)) }, link)
    onChanged(changed)
    announce(`Expires ${fromNow(changed.expiresAt)}.`)
  })
  return (
    <Section title="Expiry" lead={<>This link expires {fromNow(link.expiresAt)}.</>}>
      <Form onSubmit={() => { void extend.run() }} problem={extend.problem}>
        <SelectField {...bind('by')} name={values.by === 'date' ? 'by' : 'expiresAt'} label="Extend by" choices={choices} />
        {values.by === 'date' && <TextField {...bind('date')} name="expiresAt" label="Last day (UTC)" type="date" />}
        <Button busy={extend.busy}>Extend expiry</Button>
      </Form>
    </Section>
  )
}

const later = (iso: string, days: number) => new Date(Date.parse(iso) + days * 86_400_000).toISOString()

// What is no date goes as it is, for the server to refuse.
const endOf = (date: string) => date === '' ? '' : `${date}T23:59:59Z`
