import { href } from '../app/router'
import { Badge } from '../ui/controls'
import { Icon } from '../ui/Icon'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { useList } from '../ui/useList'
import { listApis } from './api'
import { LimitsNav } from './LimitsNav'

/** The APIs whose requests the gateway forwards and the rules limit. */
export function ApisPage() {
  const apis = useList(listApis)
  return (
    <Page
      title="Rate limits" lead="What the gateway forwards to, and the operations that rules speak of."
      actions={<a class="button primary" href={href('limits', 'new-api')}><Icon name="plus" />New API</a>}
    >
      <LimitsNav at="apis" />
      <Section title="APIs">
        <Loading of={apis} what="APIs">{items => items.length === 0
          ? <Empty title="No APIs">An API names its operations by method and route, and where the gateway forwards them to. <a href={href('limits', 'new-api')}>Describe the first one.</a></Empty>
          : (
            <ul class="list">
              {items.map(api => (
                <li key={api.name} class="row api-row">
                  <a class="row-main strong" href={href('limits', 'apis', api.name)}>{api.name}</a>
                  <span class="row-wide">{api.upstream ?? 'not forwarded'}</span>
                  <span class="row-note">{api.operations.length} {api.operations.length === 1 ? 'operation' : 'operations'}</span>
                  <span class="badges">{api.requireKey && <Badge kind="good">needs a key</Badge>}</span>
                </li>
              ))}
            </ul>
          )}</Loading>
        <More of={apis} />
      </Section>
    </Page>
  )
}
