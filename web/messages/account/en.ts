// English texts: signing in and up.

export const accountEn = {
  signUp: {
    title: 'Create an account',
    role: 'Who are you?',
    roleHint: 'The role is chosen once.',
    roleTexts: {
      organizer: 'I hold events and want to sell tickets to them.',
      distributor: 'I have an audience and want to sell tickets to others’ events.',
      buyer: 'I buy tickets. You can buy without an account, too.',
    },
    roleMissing: 'Choose who you are.',
    displayName: 'Name others will see',
    displayNameHint: 'A venue, a publication or your own name.',
    login: 'Login',
    email: 'E-mail',
    password: 'Password',
    passwordHint: 'At least 8 characters. A short sentence is easy to remember and hard to guess.',
    show: 'Show password',
    submit: 'Create the account',
    haveAccount: 'Already have an account?',
  },
  signIn: {
    forgotten: 'Forgotten your password?',
    title: 'Sign in',
    submit: 'Sign in',
    noAccount: 'No account yet?',
    again: 'Your session has ended. Sign in to go on; you will come back to this page.',
    needed: 'Sign in to see this page.',
  },
  secondStep: {
    title: 'A code to sign in',
    text: 'Open your authenticator app and enter the six digits. Without the phone, enter a recovery code.',
    code: 'Code',
    codeHint: 'Six digits, or one of your recovery codes.',
    appCodeHint: 'Six digits from the app.',
    submit: 'Sign in',
    back: 'Begin again',
  },
};
