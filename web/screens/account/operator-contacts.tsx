// How the operator is reached, for somebody who cannot sign in.

import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { useLoad } from '../../use-load.ts';

export function OperatorContacts() {
  const load = useLoad('settings', (signal) => read(api.settings.$get({}, { init: { signal } })));
  if (load.data === null) return null;
  const { email, phone, link } = load.data.support;
  return (
    <>
      {email !== '' && (
        <p>
          <a href={`mailto:${email}`}>{email}</a>
        </p>
      )}
      {phone !== '' && <p>{phone}</p>}
      {link !== '' && (
        <p>
          <a href={link}>{link}</a>
        </p>
      )}
    </>
  );
}
