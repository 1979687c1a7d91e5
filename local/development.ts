// The settings that turn the Worker of wrangler.toml, which describes production, into one for this machine: `npm
// start`, the stories, the trials and the tests add them to its variables. Deployments get none of them.

export const developmentVars = {
  ENVIRONMENT: 'development',
  PUBLIC_ORIGIN: 'http://localhost:8787',
  // Letters are stored for /dev/mailbox instead of being sent.
  MAIL_SENDER: 'local',
  // Demo, stories and trials register many people from one address.
  REGISTRATIONS_PER_HOUR: '10000',
};
