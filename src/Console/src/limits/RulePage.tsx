import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { useAction, useLoad } from '../ui/hooks'
import { Loading, Page, Section } from '../ui/Page'
import { deleteRule, getRule } from './api'
import { CounterSection } from './CounterSection'
import { RuleForm } from './RuleForm'
import { TrafficSection } from './TrafficSection'

/** Makes a rule, or changes one. */
export const RulePage = ({ id, api = '' }: { id: string | null; api?: string }) => id === null
  ? (
    <Page title="New rule" lead="It holds within seconds of being made." back={[href('limits', 'rules'), 'Rules']}>
      <Section title="Rule"><RuleForm rule={null} api={api} onSaved={saved => go('limits', 'rules', saved.id)} /></Section>
    </Page>
  )
  : <ExistingRule id={id} />

function ExistingRule({ id }: { id: string }) {
  const rule = useLoad(signal => getRule(id, signal), [id])
  const remove = useAction(async () => {
    await deleteRule(id)
    announce(`Rule ${id} deleted.`)
    go('limits', 'rules')
  })
  return (
    <Page
      title={`Rule ${id}`} back={[href('limits', 'rules'), 'Rules']}
      actions={rule.data && (
        <>
          <a class="button" href={`${href('limits', 'check')}?${new URLSearchParams({ api: rule.data.api, op: rule.data.op })}`}>Try a check</a>
          <ConfirmButton label="Delete" title={`Delete rule ${id}?`} confirm="Delete rule" action={remove}>
            <p>Requests to <strong>{rule.data.api} / {rule.data.op}</strong> will no longer be counted by it.</p>
          </ConfirmButton>
        </>
      )}
    >
      <Loading of={rule} what="the rule">{data => (
        <>
          <TrafficSection rule={data} />
          <Section title="Rule"><RuleForm key={JSON.stringify(data)} rule={data} api="" onSaved={rule.set} /></Section>
          <CounterSection key={data.identifyBy} rule={data} />
        </>
      )}</Loading>
    </Page>
  )
}
