// A scanner that acts as a keyboard presses the keys of a Latin layout. Where the computer is set to the Russian one, the
// same keys type Cyrillic letters, and a valid ticket would be read as none. Each letter stands for the key it is on.

const cyrillic = 'йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ';
const latin = 'qwertyuiop[]asdfghjkl;\'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~';
const keys = new Map([...cyrillic].map((letter, i) => [letter, latin.charAt(i)]));

/** The text that the same keys type on a Latin layout. What no key of the Russian layout types stays as it is. */
export function latinKeys(typed: string): string {
  return typed.replace(/[Ёёа-я]/gi, (letter) => keys.get(letter) ?? letter);
}
