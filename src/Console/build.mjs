// Bundles the console into a folder: index.html, and assets whose names change with their content, each compressed beforehand.
//   node build.mjs --out FOLDER
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const { values } = parseArgs({ options: { out: { type: 'string' } } })
const out = resolve(values.out ?? join(here, 'dist'))
const publicPath = '/api/console/assets/'

const bundle = options => build({
  absWorkingDir: here,
  outdir: 'assets',
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
  ...options,
})

const results = await Promise.all([
  bundle({ entryPoints: ['src/app.tsx'], format: 'esm' }),
  // Runs before the first paint, so that a chosen theme does not flash.
  bundle({ entryPoints: ['src/theme.ts'], format: 'iife' }),
  bundle({ entryPoints: ['src/icon.svg'], loader: { '.svg': 'copy' } }),
])
const files = results.flatMap(result => result.outputFiles)
const named = (start, end) => publicPath + basename(files.find(file => basename(file.path).startsWith(start) && file.path.endsWith(end)).path)

const page = (await readFile(join(here, 'src/index.html'), 'utf8'))
  .replace('{{theme.js}}', named('theme-', '.js'))
  .replace('{{app.js}}', named('app-', '.js'))
  .replace('{{app.css}}', named('app-', '.css'))
  .replace('{{icon.svg}}', named('icon-', '.svg'))

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

async function emit(path, content) {
  await writeFile(path, content)
  await writeFile(`${path}.br`, await brotli(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  }))
  await writeFile(`${path}.gz`, await zip(content, { level: constants.Z_BEST_COMPRESSION }))
}

await rm(out, { recursive: true, force: true })
await mkdir(join(out, 'assets'), { recursive: true })
await Promise.all([
  emit(join(out, 'index.html'), Buffer.from(page)),
  ...files.map(file => emit(join(out, 'assets', basename(file.path)), Buffer.from(file.contents))),
])
