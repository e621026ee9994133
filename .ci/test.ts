/**
 * The tests: builds what they need, runs them, and ends with the plain line `N passed, N failed`.
 * Fails when a test fails, when anything beside a test fails, and when no test ran.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runs, say } from './steps.ts'

/** The part of vitest's JSON report that is counted. A file that cannot be loaded is a failed suite without a failed test. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: ReadonlyArray<{ readonly status: string; readonly assertionResults: ReadonlyArray<{ readonly status: string }> }>
}

function countsOf(reportFile: string): { passed: number; failed: number } {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

function test(filters: readonly string[]): { passed: number; failed: number } {
  if (!runs(process.execPath, ['templates/build/main.ts'])) return { passed: 0, failed: 1 }
  const folder = mkdtempSync(join(tmpdir(), 'forewarn-tests-'))
  try {
    const report = join(folder, 'report.json')
    const clean = runs('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters])
    if (!existsSync(report)) return { passed: 0, failed: 1 }
    const { passed, failed } = countsOf(report)
    // An error outside any test, or nothing to run, is a failure that no test counts.
    return { passed, failed: failed === 0 && (!clean || passed === 0) ? 1 : failed }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const { passed, failed } = test(process.argv.slice(2))
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
