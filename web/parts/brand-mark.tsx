// The brand of the operator at the head of the shell: the name is always text, the logo beside it says nothing more.

import { brand, brandName } from '../brand.ts';

export function BrandMark() {
  const { logo } = brand.value;
  return (
    <>
      {logo !== null && <img src={logo.url} alt="" width={logo.width} height={logo.height} />}
      <span>{brandName()}</span>
    </>
  );
}
