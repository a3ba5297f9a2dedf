import { useState } from 'preact/hooks'
import { href } from '../app/router'
import { Badge, count } from '../ui/controls'
import { Icon } from '../ui/Icon'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { useList } from '../ui/useList'
import { listApis, listRules, type Rule } from './api'
import { LimitsNav } from './LimitsNav'
import { identityLabel } from './words'

/** The rules, of one API or of all. */
export function RulesPage() {
  const [api, setApi] = useState('')
  const rules = useList((after, signal) => listRules(api, after, signal), [api])
  const apis = useList(listApis)
  const names = [...new Set([...(apis.data ?? []).map(each => each.name), ...(rules.data ?? []).map(rule => rule.api)])].sort()
  return (
    <Page
      title="Rate limits" lead="Who may do what, and how often."
      actions={<a class="button primary" href={href('limits', 'new-rule')}><Icon name="plus" />New rule</a>}
    >
      <LimitsNav at="rules" />
      <Section title="Rules" actions={(
        <>
          <label class="visually-hidden" for="api-filter">Rules of</label>
          <select id="api-filter" value={api} onChange={event => setApi(event.currentTarget.value)}>
            <option value="">All APIs</option>
            {names.map(name => <option key={name} value={name} selected={name === api}>{name}</option>)}
          </select>
        </>
      )}>
        <Loading of={rules} what="rules">{items => items.length === 0
          ? <Empty title="No rules">A rule says how many requests an operation of an API may take. <a href={href('limits', 'new-rule')}>Make the first one.</a></Empty>
          : <ul class="list">{items.map(rule => <RuleRow key={rule.id} rule={rule} />)}</ul>}</Loading>
        <More of={rules} />
      </Section>
    </Page>
  )
}

const RuleRow = ({ rule }: { rule: Rule }) => (
  <li class="row rule-row">
    <a class="row-main strong" href={href('limits', 'rules', rule.id)}>{rule.id}</a>
    <span class="row-note mono">{rule.api} / {rule.op}</span>
    <span class="row-wide">{count(rule.requests)} per {rule.timeUnit} by {identityLabel(rule.identifyBy)}</span>
    <span class="badges">
      {!rule.enabled && <Badge>off</Badge>}
      {rule.mode === 'dryRun' && <Badge kind="warn">dry run</Badge>}
      {rule.enabled && rule.mode === 'enforce' && <Badge kind="good">enforced</Badge>}
    </span>
  </li>
)
