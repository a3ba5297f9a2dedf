import { go, href } from '../app/router'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { useAction, useLoad } from '../ui/hooks'
import { Loading, Page, Section } from '../ui/Page'
import { deleteApi, getApi } from './api'
import { ApiForm } from './ApiForm'

/** Makes an API, or changes one. */
export const ApiPage = ({ name }: { name: string | null }) => name === null
  ? (
    <Page title="New API" back={[href('limits', 'apis'), 'APIs']}>
      <Section title="API"><ApiForm api={null} onSaved={saved => go('limits', 'apis', saved.name)} /></Section>
    </Page>
  )
  : <ExistingApi name={name} />

function ExistingApi({ name }: { name: string }) {
  const api = useLoad(signal => getApi(name, signal), [name])
  const remove = useAction(async () => {
    await deleteApi(name)
    announce(`API ${name} deleted.`)
    go('limits', 'apis')
  })
  return (
    <Page
      title={`API ${name}`} back={[href('limits', 'apis'), 'APIs']}
      actions={api.data && (
        <>
          <a class="button" href={`${href('limits', 'new-rule')}?${new URLSearchParams({ api: name })}`}>New rule for it</a>
          <ConfirmButton label="Delete" title={`Delete API ${name}?`} confirm="Delete API" action={remove}>
            <p>The gateway will no longer forward to it. Its rules stay.</p>
          </ConfirmButton>
        </>
      )}
    >
      <Loading of={api} what="the API">{data => (
        <Section title="API"><ApiForm key={JSON.stringify(data)} api={data} onSaved={api.set} /></Section>
      )}</Loading>
    </Page>
  )
}
