/** A test by its name: as it stands in its file, or as a template of `test.each` makes it. */
export interface NamedTest {
  readonly file: string
  readonly name: string
  /** Of a contract suite: the test file that runs it. */
  readonly through?: string
}

/** What guards against a fault, how to break that guard, and the test that must be red then. */
export interface Break {
  /** As in the table of docs/FAULTS.md. */
  readonly fault: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly line: string
  /** Takes its place. Types are stripped and not checked, so they may break. */
  readonly broken: string
  readonly test: NamedTest
}
