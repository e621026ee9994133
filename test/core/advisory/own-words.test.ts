import { describe, expect, test } from 'vitest'
import { AdvisoryFile } from '../../../core/advisory/advisory.ts'
import { type KeyKind, type WordSources, contentOf, keyOf, linkKey, ownWords, runsOf } from '../../../core/advisory/own-words.ts'
import { wordsOf } from '../../../core/advisory/word-stream.ts'

/** Every word of it is common, so that a test sees only what it changes. */
const BLAND = {
  id: 'ADV-2026-0007',
  title: 'Update',
  description: 'Update.',
  remediation: 'Update.',
  vulnerabilities: [{ severity: 'high', summary: 'Update.', affected: ['<3.2.1'], fixed: ['3.2.1'] }],
}
const wordsFrom = (change: object, sources: Omit<WordSources, 'advisory'> = {}) =>
  ownWords({ advisory: AdvisoryFile.parse({ ...BLAND, ...change }), ...sources })
const flawed = (change: object) => ({ vulnerabilities: [{ ...BLAND.vulnerabilities[0], ...change }] })
const reporter = (name: string, change: object = {}) => ({
  name,
  contact: { by: 'mail', address: 'finder@labs.example' },
  ...change,
})

/** `p tile index` is the key of the kind `p` for these two words. */
const keys = (...lines: string[]) => new Set(lines.map((line) => keyOf(line.slice(0, 1) as KeyKind, wordsOf(line.slice(2)))))

test('an advisory of common words alone has no words of its own', () => {
  expect(wordsFrom({})).toEqual(new Set())
})

test('a key is its kind and the stems of its words', () => {
  expect(keyOf('p', wordsOf('Tiles, indexed'))).toBe('p:tile index')
})

describe('of title and summary', () => {
  test('rare words tell alone, usual ones beside others, and neighbours as a phrase', () => {
    const expected = keys('w mipmap', 't tile', 'p mipmap tile')
    expect(wordsFrom({ title: 'Mipmap tiles' })).toEqual(expected)
    expect(wordsFrom(flawed({ summary: 'Mipmap tiles' }))).toEqual(expected)
  })

  test.each(['index of tiles', 'index for a tile', 'index in the tile'])(
    'what is said of %s is said the other way round as well',
    (title) => {
      expect(wordsFrom({ title })).toEqual(keys('t index', 't tile', 'p index tile', 'p tile index'))
    },
  )

  test.each(['index before tiles', 'index tiles', 'index of all the tiles', 'index over tiles'])(
    'what is said of %s is said in this order alone',
    (title) => {
      expect(wordsFrom({ title })).toEqual(keys('t index', 't tile', 'p index tile'))
    },
  )

  test('neighbours of two sentences are no phrase', () => {
    expect(wordsFrom({ title: 'Index. Tile' })).toEqual(keys('t index', 't tile'))
  })

  test('a common word is no part of a phrase, and parts the words beside it', () => {
    expect(wordsFrom({ title: 'Index file tile' })).toEqual(keys('t index', 't tile'))
  })

  test('a word of two letters is no part of a phrase', () => {
    expect(wordsFrom({ title: 'Tile id' })).toEqual(keys('t tile', 't id'))
  })

  test('a pair that every project has is no phrase, and the same words in another order are one', () => {
    expect(wordsFrom({ title: 'Key of the cache' })).toEqual(keys('t key', 't cache', 'p key cache'))
    expect(wordsFrom({ title: 'Cache key' })).toEqual(keys('t cache', 't key'))
  })
})

describe('of the description', () => {
  test('words tell nothing, unless they are emphasised: then as a phrase', () => {
    expect(wordsFrom({ description: 'Mipmap tiles are read.' })).toEqual(new Set())
    expect(wordsFrom({ description: 'The *mipmap tile* and the **heap index** are read.' })).toEqual(keys('p mipmap tile', 'p heap index'))
  })

  test.each(['*mipmap\ntile*', '*mipmap tile', `*mipmap ${'x'.repeat(80)}*`])('%j is not emphasised', (description) => {
    expect(wordsFrom({ description })).toEqual(new Set())
  })
})

describe('a name of code', () => {
  test.each(['description', 'remediation', 'title'])('tells as it is written and as it is spoken, in the %s', (field) => {
    expect([...wordsFrom({ [field]: 'Update `tile_index`.' })]).toEqual(expect.arrayContaining([...keys('n tile index', 'p tile index')]))
  })

  test.each(['tile_index', 'tileIndex', 'TileIndex', '$tile_index'])('is known by its spelling: %s', (name) => {
    expect(wordsFrom({ description: `Update ${name}.` })).toEqual(keys('n tile index', 'p tile index'))
  })

  test('in backticks is a name whatever its spelling', () => {
    expect(wordsFrom({ description: 'Update mipmap.' })).toEqual(new Set())
    expect(wordsFrom({ description: 'Update `mipmap`, `tile` and `file`.' })).toEqual(keys('w mipmap'))
  })

  test('does not begin in one line and end in the next', () => {
    expect(wordsFrom({ description: 'Update ` the\nmipmap ` now.' })).toEqual(new Set())
  })

  test('tells by its path, by its parts and by its file', () => {
    expect(wordsFrom({ description: 'Update codec/tile_index.c now.' })).toEqual(
      keys('n codec tile index c', 'w codec', 'n tile index', 'p tile index', 'n tile index c'),
    )
  })

  test.each(['Codec::tileIndex', 'Codec->tileIndex', 'Codec#tileIndex', 'Codec.tileIndex', 'Codec\\tileIndex'])(
    'is taken apart at what joins it: %s',
    (name) => {
      expect(wordsFrom({ description: `Update ${name} now` })).toEqual(
        keys('n codec tile index', 'p codec tile index', 'w codec', 'n tile index', 'p tile index'),
      )
    },
  )

  test('of more than three words is not spoken', () => {
    expect(wordsFrom({ description: 'Update heap_tile_index.' })).toEqual(keys('n heap tile index', 'p heap tile index'))
    expect(wordsFrom({ description: 'Update read_heap_tile_index.' })).toEqual(keys('n read heap tile index'))
  })

  test.each([
    ['one of its words is common', 'file_index', 'n file index'],
    ['every project says so', 'cache_key', 'n cache key'],
  ])('is found only as it is written where %s', (...[, name, key]) => {
    expect(wordsFrom({ description: `Update ${name}.` })).toEqual(keys(key))
  })

  test.each(['in_the', '`_`', 'GitHub', '`GitHub`'])('tells nothing where it is %s', (name) => {
    expect(wordsFrom({ description: `Update ${name} now` })).toEqual(new Set())
  })

  test('in a link is none', () => {
    expect(wordsFrom({ description: 'Update: http://pixels.example/tile_index and https://pixels.example/heap_index' })).toEqual(new Set())
  })
})

describe('of a patch', () => {
  const patch = (path: string, ...lines: string[]) => ({ patches: [[`--- a/${path}`, `+++ b/${path}`, ...lines].join('\n')] })

  test('the names of its files tell as they are written, without folder and ending', () => {
    expect(wordsFrom({}, patch('src/codec/tile_index.c'))).toEqual(keys('n tile index'))
    expect(wordsFrom({}, patch('src/heap_tile.test.ts'))).toEqual(keys('n heap tile test', 'n heap tile'))
  })

  test('a file whose name is all ending keeps it', () => {
    expect(wordsFrom({}, patch('.tile_index'))).toEqual(keys('n tile index'))
  })

  test('the names that it defines tell as they are written', () => {
    expect(wordsFrom({}, patch('main.py', '@@ -1 +1 @@ def heap_index():', '+def read_tile():'))).toEqual(
      keys('n heap index', 'n read tile'),
    )
  })

  test('a single word tells nothing, however rare', () => {
    expect(wordsFrom({}, patch('mipmap.c', '+int scanline;'))).toEqual(new Set())
  })
})

test('of a CVE id the numbers tell', () => {
  expect(wordsFrom(flawed({ cve: 'CVE-2026-12345' }))).toEqual(new Set(['n:2026 12345']))
})

describe('whoever found it', () => {
  test('is known by name and by how they are credited', () => {
    expect(wordsFrom({ reporters: [reporter('Ada Marlowe', { credit: 'Team Quokka' })] })).toEqual(keys('r ada marlowe', 'r team quokka'))
    expect(wordsFrom({ reporters: [reporter('Ada Marlowe')] })).toEqual(keys('r ada marlowe'))
  })

  test.each([
    'Ada Marlowe',
    'Ada Marlowe, Example Labs',
    'Ada Marlowe; Example Labs',
    'Ada Marlowe (Example Labs)',
    'Ada Marlowe via Bugcrowd',
    'Ada Marlowe of Example Labs',
    'Ada Marlowe at Example Labs',
  ])('is who a credit begins with: %s', (credit) => {
    expect(wordsFrom({ credits: [credit] })).toEqual(keys('r ada marlowe'))
  })

  test.each([
    ['forthegreatergood', ['r forthegreatergood']],
    ['Project Team', ['r project team']],
    ['One Two Three Quokka', ['r one two three quokka']],
    ['Administrator', []],
    ['(anonymous)', []],
    ['Quokka the Reader and Writer', []],
  ])('%s is known by %j', (...[name, expected]) => {
    expect(wordsFrom({ reporters: [reporter(name)] })).toEqual(keys(...expected))
  })
})

describe('a link', () => {
  test.each([
    'https://labs.example/Notes/4711',
    'http://LABS.example/notes/4711/',
    'https://labs.example/notes/4711//',
    'https://labs.example/notes/4711?from=mail#top',
  ])('%s leads to the same page as the others', (link) => {
    expect(linkKey(link)).toBe('l:labs.example/notes/4711')
  })

  test('to a site alone has no path', () => {
    expect(linkKey('https://labs.example/')).toBe('l:labs.example')
  })

  test('that cannot be read is none', () => {
    expect(linkKey('https://[')).toBeUndefined()
  })

  test('of the references and of the reporter’s platform belongs to the advisory', () => {
    const contact = { by: 'platform', platform: 'Bugcrowd', link: 'https://bugcrowd.example/submissions/1' }
    expect(wordsFrom({ references: ['https://labs.example/notes/4711'], reporters: [reporter('Administrator', { contact })] })).toEqual(
      new Set(['l:labs.example/notes/4711', 'l:bugcrowd.example/submissions/1']),
    )
  })
})

describe('the project’s own name', () => {
  test('tells nothing, in one word or as it is written', () => {
    const title = 'PixelMap pixel map'
    expect(wordsFrom({ title }, { project: 'PixelMap' })).toEqual(keys('p map pixel'))
    expect(wordsFrom({ title: 'Quokkas' }, { project: 'QuokKa' })).toEqual(new Set())
  })

  test('leaves every other word as telling as it was', () => {
    expect(wordsFrom({ title: 'Mipmap tiles' }, { project: 'Quokka' })).toEqual(keys('w mipmap', 't tile', 'p mipmap tile'))
  })

  test('may have no letter', () => {
    expect(wordsFrom({ title: 'Mipmap' }, { project: '--' })).toEqual(keys('w mipmap'))
  })
})

test('content is what is left without the words that hold a sentence together', () => {
  expect(contentOf(wordsOf('the file of a tile')).map(({ stem }) => stem)).toEqual(['file', 'tile'])
})

test.each([
  [1, ['a', 'b', 'c'], [['a'], ['b'], ['c']]],
  [
    2,
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
  ],
  [3, ['a', 'b', 'c'], [['a', 'b', 'c']]],
  [4, ['a', 'b', 'c'], []],
  [6, ['a', 'b', 'c'], []],
])('runs of %d within %j are %j', (...[length, list, expected]) => {
  expect(runsOf(list, length)).toEqual(expected)
})
