// How many days the figures of a home are of. Apart from the contract, which would load the parser into the browser.

export const homePeriods = ['7', '30', '90'] as const;
