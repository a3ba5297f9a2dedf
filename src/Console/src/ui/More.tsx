import { Button } from './controls'

/** Asks for the next page of a list, while there is one. */
export const More = ({ of }: { of: { hasMore: boolean; loading: boolean; more: () => void } }) => of.hasMore
  ? <div class="more"><Button busy={of.loading} onClick={of.more}>{of.loading ? 'Loading…' : 'Show more'}</Button></div>
  : null
