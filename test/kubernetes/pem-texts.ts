/** A text, the types of the blocks that encoding/pem of Go 1.26 reads from it, and its faults. */
interface PemText {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly string[];
  readonly fault?: string;
}

/** Lines of a block with the bytes 1, 2 and 3. */
const block = (type = 'CERTIFICATE', ...body: readonly string[]): string[] => [
  `-----BEGIN ${type}-----`,
  ...(body.length === 0 ? ['AQID'] : body),
  `-----END ${type}-----`,
];

const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
const one = ['CERTIFICATE'];

/** `test/kubernetes/pem.test.ts` compares our reader with this table; Go read each row too. */
export const PEM_TEXTS: readonly PemText[] = [
  { name: 'a block', text: text(...block()), blocks: one },
  { name: 'a block without the last line end', text: text(...block()).trimEnd(), blocks: one },
  {
    name: 'several blocks',
    text: text(...block(), ...block('X'), ...block()),
    blocks: [...one, 'X', ...one],
  },
  { name: 'a type with blanks', text: text(...block('EC PRIVATE KEY')), blocks: ['EC PRIVATE KEY'] },
  { name: 'nothing', text: '', blocks: [] },
  { name: 'only text', text: text('root', 'AQID'), blocks: [] },
  {
    name: 'text before, between and behind blocks',
    text: text('Bag Attributes: 1', '', ...block(), 'subject=CN = eu', ...block(), '# end'),
    blocks: [...one, ...one],
  },
  { name: 'line ends of Windows', text: text(...block()).replaceAll('\n', '\r\n'), blocks: one },
  {
    name: 'line ends of old Macs',
    text: text(...block()).replaceAll('\n', '\r'),
    blocks: [],
    fault: 'a line 1 that does not end after BEGIN',
  },
  {
    name: 'a carriage return at the very end',
    text: `${text(...block()).trimEnd()}\r`,
    blocks: [],
    fault: `something other than ${END} in line 3`,
  },
  { name: 'blanks at the ends of lines', text: text(`${BEGIN} \t`, 'AQID\t ', `${END}  `), blocks: one },
  { name: 'blanks and tabs within base64', text: text(BEGIN, ' AQ\tID', '', END), blocks: one },
  { name: 'base64 on several lines of any length', text: text(BEGIN, 'A', 'QI', 'D', END), blocks: one },
  { name: 'no base64 at all', text: text(BEGIN, END), blocks: one },
  { name: 'a blank line after BEGIN', text: text(BEGIN, '', 'AQID', END), blocks: one },
  { name: 'headers', text: text(...block('X', 'Proc-Type: 4,ENCRYPTED', '', 'AQID')), blocks: ['X'] },
  { name: 'headers without a blank line', text: text(...block('X', 'a: b', 'AQID')), blocks: ['X'] },
  { name: 'padding', text: text(...block('X', 'AQ=='), ...block('X', 'AQI=')), blocks: ['X', 'X'] },
  { name: 'bits behind the last byte', text: text(...block('X', 'AR==')), blocks: ['X'] },
  {
    name: 'blocks that were joined without a line end',
    text: text(BEGIN, 'AQID', `${END}${BEGIN}`, 'AQID', END),
    blocks: [],
    fault: 'END and BEGIN together in line 3, which is neither for Go',
  },
  {
    name: 'a byte order mark',
    text: `\u{feff}${text(...block())}`,
    blocks: [],
    fault: 'a line 1 that does not start with BEGIN',
  },
  {
    name: 'a block that is indented',
    text: text(...block().map((line) => `  ${line}`)),
    blocks: [],
    fault: 'a line 1 that does not start with BEGIN',
  },
  {
    name: 'an END that is indented',
    text: text(BEGIN, 'AQID', ` ${END}`),
    blocks: [],
    fault: 'a BEGIN without END in line 1',
  },
  {
    name: 'a comment behind BEGIN',
    text: text(`${BEGIN} # root`, 'AQID', END),
    blocks: [],
    fault: 'a line 1 that does not end after BEGIN',
  },
  {
    name: 'a comment behind END',
    text: text(BEGIN, 'AQID', `${END} # root`),
    blocks: [],
    fault: `something other than ${END} in line 3`,
  },
  { name: 'no END', text: text(BEGIN, 'AQID'), blocks: [], fault: 'a BEGIN without END in line 1' },
  {
    name: 'a block that was cut off before another',
    text: text(BEGIN, 'AQ', ...block()),
    blocks: one,
    fault: 'a BEGIN without END in line 1',
  },
  {
    name: 'an END of another type',
    text: text(BEGIN, 'AQID', '-----END X-----'),
    blocks: [],
    fault: `something other than ${END} in line 3`,
  },
  {
    name: 'END in small letters',
    text: text(BEGIN, 'AQID', END.replace('END', 'end')),
    blocks: [],
    fault: 'a BEGIN without END in line 1',
  },
  { name: 'four dashes', text: text(BEGIN.slice(1), 'AQID', END.slice(1)), blocks: [] },
  {
    name: 'no padding',
    text: text(...block('X', 'AQ')),
    blocks: [],
    fault: 'something other than base64 between the lines 1 and 3',
  },
  {
    name: 'too much padding',
    text: text(...block('X', 'AQID====')),
    blocks: [],
    fault: 'something other than base64 between the lines 1 and 3',
  },
  {
    name: 'padding in the middle',
    text: text(...block('X', 'AQ==', 'AQID')),
    blocks: [],
    fault: 'something other than base64 between the lines 1 and 4',
  },
  {
    name: 'the alphabet of URLs',
    text: text(...block('X', 'AQ-_')),
    blocks: [],
    fault: 'something other than base64 between the lines 1 and 3',
  },
  {
    name: 'a character that is no base64',
    text: text(...block('X', 'AQ!D')),
    blocks: [],
    fault: 'something other than base64 between the lines 1 and 3',
  },
  {
    name: 'a broken block between good ones',
    text: text(...block(), ...block('X', '!'), ...block()),
    blocks: [...one, ...one],
    fault: 'something other than base64 between the lines 4 and 6',
  },
];
