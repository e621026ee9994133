/** The package brings no types; this is what the build uses of it. */
declare module 'mjml' {
  interface Options {
    readonly validationLevel: 'strict'
    /** Faces to be imported from elsewhere, by family. */
    readonly fonts: Readonly<Record<string, string>>
    readonly ignoreIncludes: boolean
    readonly keepComments: boolean
  }
  /** @throws Error naming each line that does not validate */
  export default function mjml2html(source: string, options: Options): Promise<{ readonly html: string }>
}
