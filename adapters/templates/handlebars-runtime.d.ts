/** The package types its whole alone; this part of it has neither the parser nor the compiler. */
declare module 'handlebars/runtime.js' {
  import type Handlebars from 'handlebars'
  const runtime: Pick<typeof Handlebars, 'create' | 'SafeString' | 'template'>
  export default runtime
}
