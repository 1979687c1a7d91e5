// What an admin sees over the whole platform. Everything is read from D1, so an admin's list costs no event's object.

export { adminHome } from './home.ts';
export { listPeople, personDetails } from './people.ts';
