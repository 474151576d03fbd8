// Woven bands: geometric motifs drawn on a grid, as a back-strap loom would. Not any one people's pattern: the motifs are
// the common stock of the region (diamond, eight-pointed star, hook, zigzag, cross).

export const palettes = [
  { name: 'indigo', cloth: '#1f2a52', thread: '#f2c14e', accents: ['#d7263d', '#f2c14e', '#f7f3e8', '#2a9d8f'], ground: '#e9e4f0', edge: '#b7accd' },
  { name: 'madder', cloth: '#7d1d2d', thread: '#f4d58d', accents: ['#f4d58d', '#f7f3e8', '#1f2a52', '#e76f51'], ground: '#f8e9dc', edge: '#dfb294' },
  { name: 'forest', cloth: '#20452f', thread: '#f1c453', accents: ['#f1c453', '#e4572e', '#f7f3e8', '#8cb369'], ground: '#e9f0e1', edge: '#afc9a0' },
  { name: 'night', cloth: '#17191f', thread: '#e63973', accents: ['#e63973', '#36c9c6', '#ffd23f', '#f7f3e8'], ground: '#f3ecea', edge: '#cbb8b5' },
  { name: 'earth', cloth: '#5a3420', thread: '#f0b24a', accents: ['#f0b24a', '#b5322a', '#f7f3e8', '#3d7068'], ground: '#f6ecda', edge: '#d9bd93' },
  { name: 'sky', cloth: '#1d4e6b', thread: '#ffd166', accents: ['#ffd166', '#ef476f', '#f7f3e8', '#83c5be'], ground: '#e5f0f4', edge: '#a9c9d6' },
];

const motifs = [
  ['....a....', '...aba...', '..abcba..', '.abcdcba.', '..abcba..', '...aba...', '....a....'],
  ['b...a...b', '.b.aaa.b.', '..baaab..', '.aaacaaa.', '..baaab..', '.b.aaa.b.', 'b...a...b'],
  ['aaa......', 'a.a.bbbb.', 'aaaab..b.', '...ab.bb.', '.ccab....', '.c.abbbb.', '.ccaaaaaa'],
  ['a...b...a', 'aa.bbb.aa', '.aabcbaa.', '..abcba..', '.aabcbaa.', 'aa.bbb.aa', 'a...b...a'],
  ['..c...c..', '.ccc.ccc.', 'ccaccacc.', '.c.aba.c.', '..aabaa..', '...aba...', '....a....'],
];

/** A band `width` × `height` at x, y: two border threads and a repeated motif between them. */
export function motifBand(palette, random, x, y, width, height) {
  const motif = motifs[Math.floor(random() * motifs.length)];
  const shift = Math.floor(random() * palette.accents.length);
  const colour = (letter) => palette.accents[(letter.charCodeAt(0) - 97 + shift) % palette.accents.length];
  const cell = (height - 24) / motif.length;
  const step = (motif[0].length + 1) * cell;
  const squares = [];
  for (let left = -step / 2; left < width; left += step) {
    motif.forEach((line, r) => [...line].forEach((letter, c) => {
      if (letter !== '.') squares.push(`<path d="M${(left + c * cell).toFixed(1)} ${(12 + r * cell).toFixed(1)}h${cell.toFixed(1)}v${cell.toFixed(1)}h-${cell.toFixed(1)}z" fill="${colour(letter)}"/>`);
    }));
  }
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${palette.cloth}"/>
<rect y="2" width="${width}" height="4" fill="${palette.thread}"/><rect y="${height - 6}" width="${width}" height="4" fill="${palette.thread}"/>${squares.join('')}</svg>`;
}
