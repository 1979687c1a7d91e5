// Passwords that attackers try first. Lists of leaked passwords are mostly a few words with digits, runs of the
// keyboard and repeated characters. Checking for these patterns refuses thousands of them without shipping a list.

const words = new Set(
  `password passw0rd p@ssword p@ssw0rd passwort motdepasse contrasena qwerty qwertyuiop qwertz azerty asdfgh asdfghjkl
  zxcvbn zxcvbnm qazwsx qazwsxedc 1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1q2w3e zaq12wsx q1w2e3r4 q1w2e3r4t5 abc abcd abcdef
  abcdefgh iloveyou loveyou welcome admin administrator root toor login letmein letmeinnow changeme default secret test
  testtest tester guest user username master dragon monkey shadow sunshine princess football baseball basketball
  superman batman starwars pokemon trustno whatever michael jennifer jessica charlie jordan michelle computer internet
  hello helloworld freedom summer winter spring autumn moscow russia samsung google facebook minecraft liverpool chelsea
  arsenal barcelona realmadrid ferrari corvette mercedes mustang hunter killer ranger thomas robert daniel andrew
  foyer foyerfoyer ticket tickets billet bilet parol paroll privet lyubov lubov natasha nastya sergey andrey vladimir
  пароль парольпароль йцукен йцукенг йцукенгшщзх фыва фывапролдж ячсмить привет любовь москва россия спартак зенит
  динамо наташа настя сергей андрей владимир александр солнышко администратор билет билеты фойе`.split(/\s+/),
);

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
];

export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  const bare = plain.replace(/^[^\p{L}]*(?=\p{L})|(?<=\p{L})[\d\p{P}\p{S}]*$/gu, '');
  return words.has(plain) || words.has(bare) || isRepeated(plain) || isRun(plain) || isDate(plain);
}

/** A birthday, in either order of its parts. */
function isDate(text: string): boolean {
  return /^(19|20)\d{6}$/.test(text) || /^[0-3]\d[01]\d(19|20)\d\d$/.test(text);
}

/** "aaaaaaaa", "12121212", "abcabcabc". */
function isRepeated(text: string): boolean {
  return /^(.{1,4})\1+$/u.test(text);
}

/** "12345678", "87654321", "qwertyui" and the like, a row of keys in either direction. */
function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return rows.some((row) => row.includes(text) || row.includes(backwards)) || text === '1234567890';
}
