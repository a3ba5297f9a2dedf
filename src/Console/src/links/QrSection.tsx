import { useLoad } from '../ui/hooks'
import { Loading, Section } from '../ui/Page'
import { linkQr } from './api'

/** The short URL to be scanned. */
export function QrSection({ name, shortUrl }: { name: string; shortUrl: string }) {
  const qr = useLoad(signal => linkQr(name, signal), [name])
  return (
    <Section title="QR code">
      <Loading of={qr} what="the QR code">{svg => {
        // As a picture: whatever the SVG holds, no script of it runs.
        const source = `data:image/svg+xml,${encodeURIComponent(svg)}`
        return (
          <div class="qr">
            <img src={source} alt={`QR code of ${shortUrl}`} width="180" height="180" />
            <a class="button small" href={source} download={`${name}.svg`}>Download SVG</a>
          </div>
        )
      }}</Loading>
    </Section>
  )
}
