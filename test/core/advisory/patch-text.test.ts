import { describe, expect, test } from 'vitest'
import { changedLines, patchedFiles, patchedNames } from '../../../core/advisory/patch-text.ts'

const PATCH = `From 0123456789abcdef
Subject: [PATCH] Security fix

- def mentioned_above():
---
 src/policy.py | 4 ++--

diff --git a/src/policy.py b/src/policy.py
--- a/src/policy.py
+++ b/src/policy.py
@@ -10,7 +10,7 @@ def fill_policy(template, values):
     before = len(template) - 1
-    return template.format(values)
+\treturn Template(template).substitute(values)
 def untouched():
-}
+)
--- /dev/null
+++ "b/src/new file.py"
@@ -0,0 +1,2 @@
+class PolicyTemplate:
+    def fill_all(self): pass
`
const withWindowsLines = (text: string) => text.replaceAll('\n', '\r\n')

describe('the files of a patch', () => {
  test('are those of its headers, each once, and a new file has only one path', () => {
    expect(patchedFiles(PATCH)).toEqual(['src/policy.py', 'src/new file.py'])
  })

  test('may have a time behind their path', () => {
    expect(patchedFiles('--- old.c\t2026-01-01 10:00\n+++ new.c\t2026-01-02 10:00')).toEqual(['old.c', 'new.c'])
  })

  test('are the same with the line ends of Windows', () => {
    expect(patchedFiles(withWindowsLines(PATCH))).toEqual(patchedFiles(PATCH))
  })
})

describe('the changed lines of a patch', () => {
  test('are what it removes and adds, whatever their indentation, without headers and without lines of signs alone', () => {
    expect([...changedLines(PATCH.slice(PATCH.indexOf('diff --git')))]).toEqual([
      '-return template.format(values)',
      '+return Template(template).substitute(values)',
      '+class PolicyTemplate:',
      '+def fill_all(self): pass',
    ])
  })

  test('are the same with the line ends of Windows', () => {
    expect(changedLines(withWindowsLines(PATCH))).toEqual(changedLines(PATCH))
  })

  test('are no lines where nothing is changed', () => {
    expect(changedLines(' def untouched():\n-\n+\n+ }').size).toBe(0)
  })
})

describe('the names of a patch', () => {
  const names = (...lines: string[]) => patchedNames(lines.join('\n'))

  test('are those in whose definition it changes something, each once', () => {
    const hunks = ['@@ -1 +1 @@ def fill_policy(values):', '-  a', '@@ -9 +9 @@ def fill_policy(values):', '-  b']
    expect(names(...hunks, '+def check_policy():')).toEqual(['fill_policy', 'check_policy'])
  })

  test.each([
    ['+async function fillPolicy() {', 'fillPolicy'],
    ['-  char *tile_rows;', 'tile_rows'],
    ['+static char *tile_rows(void)', 'tile_rows'],
    ['+public static void readTile(', 'readTile'],
    ['-const char **tile_names;', 'tile_names'],
    ['-const uint8_t *tile_rows;', 'tile_rows'],
    ['+static struct tile *find_tile(void)', 'find_tile'],
    ['+int &row_count;', 'row_count'],
    ['+let mut tile_count = 0', 'tile_count'],
    ['@@ -1 +1 @@ size_t count_tiles(size_t from)', 'count_tiles'],
    ['@@ -1 +1 @@ def fill_policy(template, values):', 'fill_policy'],
    ['+struct TileIndex {', 'TileIndex'],
    ['-fn read_tile(input: &[u8])', 'read_tile'],
  ])('%s defines %s', (...[line, name]) => {
    expect(names(line)).toEqual([name])
  })

  test.each([
    ' def untouched():',
    'Subject: def fill_policy',
    '--- a/class Policy',
    'a + function of values',
    '+return values',
    '+x = sub & tile_mask',
    '+read_tile(input)',
  ])('%s defines nothing', (line) => {
    expect(names(line)).toEqual([])
  })

  test('are the same with the line ends of Windows', () => {
    expect(patchedNames(withWindowsLines(PATCH))).toEqual(patchedNames(PATCH))
  })
})
