// A scanner that acts as a keyboard presses the keys of a Latin layout. When the computer is set to the Russian layout,
// the same keys type Cyrillic letters, and a valid ticket would be refused. So each Cyrillic letter is replaced by the
// Latin one on its key.

const cyrillic = 'йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ';
const latin = 'qwertyuiop[]asdfghjkl;\'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~';
const keys = new Map([...cyrillic].map((letter, i) => [letter, latin.charAt(i)]));

/** The text that the same keys type on a Latin layout. Characters that the Russian layout cannot type stay. */
export function latinKeys(typed: string): string {
  return typed.replace(/[Ёёа-я]/gi, (letter) => keys.get(letter) ?? letter);
}
